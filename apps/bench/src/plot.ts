/** One figure that was measured: what was turned, what it cost, and what else is worth noting there. */
export type Point = { x: number; y: number; label: string };

export type Plot = { title: string; xTitle: string; yTitle: string; points: readonly Point[] };

const [WIDTH, HEIGHT] = [420, 260];
const edge = { left: 56, right: 84, top: 44, bottom: 46 };

/** A step of 1, 2 or 5 times a power of ten, so that about four of them reach the top. */
function stepTo(top: number): number {
  const power = 10 ** Math.floor(Math.log10(top / 4));
  return power * ([1, 2, 5, 10].find((times) => times * power >= top / 4) ?? 10);
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}

/** A small drawing for a page that may be light or dark: axes from zero, a point for each figure, its words beside it. */
export function drawPlot({ title, xTitle, yTitle, points }: Plot): string {
  const [right, top] = [Math.max(...points.map(({ x }) => x)), Math.max(...points.map(({ y }) => y)) * 1.15];
  const step = stepTo(top);
  const xAt = (x: number) => edge.left + (x / right) * (WIDTH - edge.left - edge.right);
  const yAt = (y: number) => HEIGHT - edge.bottom - (y / top) * (HEIGHT - edge.top - edge.bottom);
  const fixed = (number: number) => number.toFixed(1);
  const grid = Array.from({ length: Math.floor(top / step) + 1 }, (_, at) => at * step).map((y) => {
    const text = Number(y.toPrecision(6)).toLocaleString('en');
    return (
      `<line class="grid" x1="${edge.left}" x2="${WIDTH - edge.right}" y1="${fixed(yAt(y))}" y2="${fixed(yAt(y))}"/>` +
      `<text class="quiet" x="${edge.left - 8}" y="${fixed(yAt(y) + 4)}" text-anchor="end">${text}</text>`
    );
  });
  const dots = points.map(({ x, y, label }) => {
    const [cx, cy] = [fixed(xAt(x)), fixed(yAt(y))];
    return (
      `<circle cx="${cx}" cy="${cy}" r="3.5"/>` +
      `<text x="${fixed(xAt(x) + 7)}" y="${fixed(yAt(y) - 7)}">${escaped(label)}</text>` +
      `<text class="quiet" x="${cx}" y="${HEIGHT - edge.bottom + 16}" text-anchor="middle">${x.toLocaleString('en')}</text>`
    );
  });
  const line = points.map(({ x, y }) => `${fixed(xAt(x))},${fixed(yAt(y))}`).join(' ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${escaped(title)}">
<style>
  svg { font: 12px system-ui, sans-serif; color: #171a1d; background: #fbfbf9 }
  @media (prefers-color-scheme: dark) { svg { color: #e8ebee; background: #0d1014 } }
  text { fill: currentColor }
  .quiet { opacity: .65 }
  .grid { stroke: currentColor; opacity: .15 }
  polyline { fill: none; stroke: #1f66c7; stroke-width: 1.5 }
  circle { fill: #1f66c7 }
</style>
<text x="${edge.left}" y="18" font-weight="600">${escaped(title)}</text>
<text class="quiet" x="${edge.left}" y="34">${escaped(yTitle)}</text>
${grid.join('\n')}
<polyline points="${line}"/>
${dots.join('\n')}
<text class="quiet" x="${(WIDTH - edge.right + edge.left) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${escaped(xTitle)}</text>
</svg>
`;
}

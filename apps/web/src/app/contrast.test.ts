import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Rgb = readonly [number, number, number];

const sheet = readFileSync(new URL('styles.css', import.meta.url), 'utf8');

/** A colour in both themes, as written: `light-dark(…, …)`. */
function written(name: string): string[] {
  const found = new RegExp(`--color-${name}: light-dark\\((rgb\\([^)]*\\)|#\\w+), (rgb\\([^)]*\\)|#\\w+)\\)`).exec(
    sheet,
  );
  if (!found) throw new Error(`styles.css has no colour ${name}`);
  return found.slice(1);
}

function rgbOf(hex: string): Rgb {
  const digits = hex.length === 4 ? hex.replaceAll(/[^#]/g, '$&$&') : hex;
  const value = Number.parseInt(digits.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** A tint, `rgb(r g b / n%)`, laid over what is under it. */
function over(tint: string, under: Rgb): Rgb {
  const [red = 0, green = 0, blue = 0, percent = 0] = (tint.match(/\d+/g) ?? []).map(Number);
  const mixed = [red, green, blue].map((part, at) => (part * percent + (under[at] ?? 0) * (100 - percent)) / 100);
  return [mixed[0] ?? 0, mixed[1] ?? 0, mixed[2] ?? 0];
}

/** WCAG 2.2: relative luminance. */
function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: Rgb, b: Rgb): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

test('marks, bars and the edges of fields stand out 3:1 from whatever they stand on, in both themes', () => {
  const weak: string[] = [];
  for (const [theme, title] of ['light', 'dark'].entries()) {
    const colour = (name: string) => rgbOf(written(name)[theme] ?? '');
    const page = colour('bg');
    const grounds = {
      page,
      raised: colour('raised'),
      hovered: over(written('tint')[theme] ?? '', page),
      selected: over(written('tint-selected')[theme] ?? '', page),
    };
    for (const name of ['line-control', 'faint', 'failed', 'running', 'waiting', 'warning', 'ok', 'unknown'])
      for (const [ground, behind] of Object.entries(grounds)) {
        const ratio = contrast(colour(name), behind);
        if (ratio < 3) weak.push(`${name} on ${ground}, ${title}: ${ratio.toFixed(2)}`);
      }
  }
  expect(weak).toEqual([]);
});

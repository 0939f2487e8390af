import { words } from '#lib/words.ts';

const bars: Record<string, { className: string; height: number }> = {
  S: { className: 'fill-ok opacity-60', height: 9 },
  W: { className: 'fill-warning', height: 13 },
  F: { className: 'fill-failed', height: 18 },
  R: { className: 'fill-running', height: 18 },
  N: { className: 'fill-line-strong', height: 3 },
};
const unknownBar = { className: 'fill-unknown', height: 3 };

/** What a strip says in words, for those who do not see it. */
export function stripText(strip: string): string {
  const count = (letter: string) => strip.split(letter).length - 1;
  const parts = [words.strip.success(count('S'))];
  if (count('W') > 0) parts.push(words.strip.warning(count('W')));
  if (count('F') > 0) parts.push(words.strip.failed(count('F')));
  if (count('N') > 0) parts.push(words.strip.none(count('N')));
  if (count('R') > 0) parts.push(words.strip.running);
  return `${words.strip.label}: ${parts.join(', ')}`;
}

/** One bar a day, oldest first; the height tells the state as well as the colour. 18 px high, 5.5 px a day. */
export function Strip({ strip }: { strip: string }) {
  const text = stripText(strip);
  const width = strip.length * 5.5;
  return (
    <svg className="block" width={width} height={18} viewBox={`0 0 ${width} 18`} role="img" aria-label={text}>
      <title>{text}</title>
      {[...strip].map((letter, day) => {
        const bar = bars[letter] ?? unknownBar;
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a day of the strip is its place
            key={day}
            className={bar.className}
            x={day * 5.5}
            y={18 - bar.height}
            width={4}
            height={bar.height}
            rx={1}
          />
        );
      })}
    </svg>
  );
}

import { expect, test } from 'vitest';
import { withOwnHrefs } from './own-hrefs.ts';

const unchanged = (href: string) => href;

test.each([
  ['<?xml version="1.0" encoding="ISO-8859-1"?><A/>', '<?xml version="1.0"?><A/>'],
  [
    '<?xml version="1.0" \t\n encoding = \'latin1\' standalone="yes"?><A/>',
    '<?xml version="1.0" standalone="yes"?><A/>',
  ],
  ['<?xml version="1.0" encoding="utf-8"?><A/>', '<?xml version="1.0" encoding="utf-8"?><A/>'],
])('%s names no encoding but the one it goes on in', (written, goesOn) => {
  expect(withOwnHrefs(Buffer.from(written), unchanged)).toBe(goesOn);
});

test('a long row of blanks in the declaration keeps nobody waiting', () => {
  const written = `<?xml version="1.0"${' '.repeat(400_000)}?><A/>`;
  const begun = performance.now();
  expect(withOwnHrefs(Buffer.from(written), unchanged)).toBe(written);
  // The square of that length takes minutes.
  expect(performance.now() - begun).toBeLessThan(60_000);
});

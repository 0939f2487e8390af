import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { read, root } from '../src/repository.ts';

const states = ['met', 'by set-up', 'partly', 'not met', 'does not apply'];

type Row = { id: string; level: string; short: string; state: string; evidence: string };

function table(): { text: string; rows: Row[] } {
  const text = read('docs/security.md');
  const rows = text.split('\n').flatMap((line): Row[] => {
    const cells = line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim());
    const [id = '', level = '', short = '', state = '', ...evidence] = cells;
    return /^V\d+\./.test(id) ? [{ id, level, short, state, evidence: evidence.join(' | ') }] : [];
  });
  return { text, rows };
}

test('every requirement has a level, a state and something that shows it, and stands once', () => {
  const { rows } = table();
  // The standard has 70 requirements of level 1 and 183 of level 2.
  expect(rows.filter(({ level }) => level === '1')).toHaveLength(70);
  expect(rows.filter(({ level }) => level === '2')).toHaveLength(183);
  const crooked = rows.filter(
    ({ id, level, short, state, evidence }) =>
      !/^V\d+\.\d+\.\d+$/.test(id) || !/^[12]$/.test(level) || !short || !states.includes(state) || !evidence,
  );
  expect(crooked).toEqual([]);
  const ids = rows.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('the numbers in the text are those of the table', () => {
  const { text, rows } = table();
  const [, total, ...counted] =
    /(\d+) requirements: (\d+) met, (\d+) by set-up, (\d+) partly, (\d+) not met, (\d+) do not apply/.exec(text) ?? [];
  const real = states.map((state) => String(rows.filter((row) => row.state === state).length));
  expect([total, ...counted]).toEqual([String(rows.length), ...real]);
});

test('every file that shows something exists, and every test named is in its file', () => {
  const { rows } = table();
  const missing = rows.flatMap(({ id, evidence }) =>
    [...evidence.matchAll(/`((?:apps|packages|docs)\/[^`]+)`(?: "([^"]+)")?/g)].flatMap(([, file = '', title]) => {
      if (!existsSync(join(root, file))) return [`${id}: there is no ${file}`];
      return title === undefined || read(file).includes(title) ? [] : [`${id}: ${file} has no test "${title}"`];
    }),
  );
  expect(missing).toEqual([]);
});

test('a requirement called met names a file that shows it, or the reason why nothing has to', () => {
  const { rows } = table();
  const bare = rows.filter(
    ({ state, evidence }) =>
      state === 'met' && !/`|above|constants|there (?:is|are) n|native|Node\.js|React|no /.test(evidence),
  );
  expect(bare).toEqual([]);
});

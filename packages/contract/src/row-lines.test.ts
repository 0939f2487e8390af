import { expect, test } from 'vitest';
import { rowOfLine, writeRowLines } from './row-lines.ts';

test.each([[[]], [['{"id":1}']], [['{"name":"a,"}', '{"name":"b\\n"}', '[1,2]']]])(
  'the rows %j are JSON, and each is found on its line again',
  (rows) => {
    const text = writeRowLines(rows);
    expect(JSON.parse(text)).toEqual(rows.map((row) => JSON.parse(row)));
    const [first, ...lines] = text.split('\n');
    expect([first, lines.pop()]).toEqual(['[', ']']);
    expect(lines.map(rowOfLine).filter((row) => row !== '')).toEqual(rows);
  },
);

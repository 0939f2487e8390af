import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTerm, tokensOf } from './tokens.ts';

test('marks and comparisons are cut apart', () => {
  expect(tokensOf('(State==Stopped;Result!=None),JobName==A').map(({ kind, text }) => [kind, text])).toEqual([
    ['mark', '('],
    ['term', 'State==Stopped'],
    ['mark', ';'],
    ['term', 'Result!=None'],
    ['mark', ')'],
    ['mark', ','],
    ['term', 'JobName==A'],
  ]);
});

test('marks within quotes belong to the value', () => {
  expect(tokensOf('JobName=="a;b,(c)";State==Stopped').map(({ text }) => text)).toEqual([
    'JobName=="a;b,(c)"',
    ';',
    'State==Stopped',
  ]);
});

test('a quote that never ends is refused with 400', () => {
  expect(() => tokensOf('JobName=="a')).toThrow(expect.objectContaining({ status: 400 }));
});

test.each(['==', '!=', '>', '<', '>=', '<='])(
  'the operator %s is read, with and without blanks around it',
  (operator) => {
    expect(readTerm(`CreationTime${operator}x`)).toEqual({ name: 'creationtime', operator, value: 'x' });
    expect(readTerm(`  CreationTime ${operator}  x y `)).toEqual({ name: 'creationtime', operator, value: 'x y' });
  },
);

test.each(['State', 'State=Stopped', '==Stopped', 'Sta te==Stopped', '"State"==Stopped', ''])(
  'the comparison %j is refused with 400',
  (text) => {
    expect(() => readTerm(text)).toThrow(expect.objectContaining({ status: 400 }));
  },
);

test('an empty value is a value', () => {
  expect(readTerm('Description==')).toMatchObject({ value: '' });
  expect(readTerm('Description==""')).toMatchObject({ value: '' });
});

test('any text comes back from its quoted form as one comparison', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const tokens = tokensOf(`JobName=="${text.replaceAll('"', '""')}"`);
      expect(tokens).toHaveLength(1);
      expect(readTerm(tokens[0]?.text ?? '')).toEqual({ name: 'jobname', operator: '==', value: text });
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Filter, parseFilter, requiredTerms } from './filter.ts';

/** A filter with the fewest words: names alone, `&` and `|` with all groups written out. */
function shapeOf(filter: Filter): string {
  if (filter.kind === 'term') return filter.term.name;
  return `(${filter.parts.map(shapeOf).join(filter.kind === 'and' ? '&' : '|')})`;
}

describe('operators bind to their operands', () => {
  test.each([
    ['a==1', 'a'],
    ['a==1;b==2', '(a&b)'],
    ['a==1,b==2', '(a|b)'],
    ['a==1,b==2;c==3', '(a|(b&c))'],
    ['a==1;b==2,c==3', '((a&b)|c)'],
    ['(a==1,b==2);c==3', '((a|b)&c)'],
    ['a==1;(b==2,(c==3;d==4))', '(a&(b|(c&d)))'],
    ['((a==1))', 'a'],
    [' ( a==1 , b==2 ) ; c==3 ', '((a|b)&c)'],
  ])('%s', (text, shape) => {
    expect(shapeOf(parseFilter(text))).toBe(shape);
  });
});

test.each([
  'a==1;',
  'a==1,',
  ';a==1',
  ',a==1',
  'a==1;;b==2',
  'a==1,;b==2',
  '(a==1',
  'a==1)',
  '()',
  '(a==1;)',
  'a==1(b==2)',
  '(a==1)(b==2)',
  'a',
  '   ',
])('the filter %j is refused with 400', (text) => {
  expect(() => parseFilter(text)).toThrow(expect.objectContaining({ status: 400 }));
});

const tree = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      kind: fc.constant('term' as const),
      term: fc.record({
        name: fc.constantFrom('a', 'b', 'c'),
        operator: fc.constantFrom('==' as const, '!=' as const, '>=' as const),
        value: fc.string(),
      }),
    }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }),
    }),
  ),
})).filter;

function written(filter: Filter): string {
  if (filter.kind === 'term') {
    const { name, operator, value } = filter.term;
    return `${name}${operator}"${value.replaceAll('"', '""')}"`;
  }
  return filter.parts.map((part) => `(${written(part)})`).join(filter.kind === 'and' ? ';' : ',');
}

test('a filter written with all its groups is read back as it was', () => {
  fc.assert(
    fc.property(tree, (filter) => {
      expect(parseFilter(written(filter))).toEqual(filter);
    }),
  );
});

test('only what every match must satisfy is a hint', () => {
  const namesOf = (text: string) => requiredTerms(parseFilter(text)).map(({ name }) => name);
  expect(namesOf('a==1;(b==2;c==3)')).toEqual(['a', 'b', 'c']);
  expect(namesOf('a==1;(b==2,c==3)')).toEqual(['a']);
  expect(namesOf('a==1,b==2')).toEqual([]);
  expect(requiredTerms(undefined)).toEqual([]);
});

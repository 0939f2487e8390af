import fc from 'fast-check';
import { XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { flawOf } from './well-formed.ts';

const maxDepth = 64;

test.each([
  '<a/>',
  '<a></a >',
  '\n<a>\n</a>\n',
  '<?xml version="1.0" encoding="utf-8"?><!-- a < b & c --><a/><!-- after -->',
  `<a b='"' c="'>" d = "&lt;&#10;&#x1F;"/>`,
  '<a><![CDATA[ <b> & ]]]]></a>',
  '<v:a xmlns:v="u"><v:b-1._/></v:a>',
  '<ä ö="ü">€</ä>',
  `${'<a>'.repeat(maxDepth)}${'</a>'.repeat(maxDepth)}`,
])('%s is one document', (text) => {
  expect(flawOf(text, maxDepth)).toBeNull();
});

test.each([
  ['', /root/],
  ['<a>', /<a> is not closed/],
  ['<a><b></a></b>', /closes nothing/],
  ['<a></a', /does not end/],
  ['<ab></a>', /closes nothing/],
  ['<a></ab>', /does not end/],
  ['</a>', /closes nothing/],
  ['<a/><b/>', /exactly one root/],
  ['<a/>x', /outside of the root/],
  ['x<a/>', /outside of the root/],
  ['<![CDATA[x]]><a/>', /document type/],
  ['<!DOCTYPE a><a/>', /document type/],
  ['<a><!ENTITY b "c"></a>', /document type/],
  ['<a', /<a does not end/],
  ['<a b', /no attribute/],
  ['<a b=c/>', /no attribute/],
  ['<a b="c/>', /no attribute/],
  ['<a b="<"/>', /no attribute/],
  ['<a b="1"c="2"/>', /does not end/],
  ['<a b="1" b="2"/>', /b twice/],
  [`<a ${Array.from({ length: 257 }, (_, index) => `b${index}=""`).join(' ')}/>`, /more than 256 attributes/],
  ['<a>&</a>', /no reference/],
  ['<a>&b;</a>', /no reference/],
  ['<a>&amp</a>', /no reference/],
  ['<a b="&"/>', /no reference/],
  ['<a>&#99999999999;</a>', /no reference/],
  ['<a>\0</a>', /control character/],
  ['<a>\x1b</a>', /control character/],
  ['<a><!-- </a>', /comment/],
  ['<a><![CDATA[ </a>', /CDATA/],
  ['<a><?x </a>', /processing instruction/],
  ['< a/>', /name is missing/],
  ['<1a/>', /name is missing/],
  ['<', /name is missing/],
  [`${'<a>'.repeat(maxDepth + 1)}${'</a>'.repeat(maxDepth + 1)}`, /deeper than 64/],
  [`${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`, /deeper than 64/],
])('%j is none', (text, why) => {
  expect(flawOf(text, maxDepth)?.why).toMatch(why);
});

const pieces = fc.constantFrom(
  ...[
    '<a>',
    '</a>',
    '<b/>',
    '<a b="c">',
    ' b="d"',
    '<',
    '>',
    '/',
    '"',
    "'",
    '=',
    '&',
    '&amp;',
    '&#10;',
    ' ',
    'x',
    '\n',
  ],
  ...['<!--', '-->', '<![CDATA[', ']]>', '<?', '?>', '!', '</b>', '<b>', '\0', '<!DOCTYPE a>'],
);

test('every document it accepts, the validator of fast-xml-parser accepts as well', () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
      const text = `<a>${parts.join('')}</a>`;
      if (flawOf(text, maxDepth) !== null) return;
      taken += 1;
      expect(XMLValidator.validate(text)).toBe(true);
    }),
    { numRuns: 5_000 },
  );
  expect(taken).toBeGreaterThan(200);
});

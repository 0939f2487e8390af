import { expect, test } from 'vitest';
import { translateXml } from './translate.ts';

function bytes(xml: string): Uint8Array {
  return new TextEncoder().encode(xml);
}

/** A document that goes on with each Href in brackets. */
function marked(xml: string): unknown {
  return translateXml(bytes(xml), 'xml', (href) => `[${href}]`);
}

test('as JSON, attributes and elements stand under their own names and repeated ones are a list', () => {
  const translated = translateXml(
    bytes('<J Name="x"><L><M H="1"/><M Href="a&amp;b"/></L><S>Up</S><E/></J>'),
    'json',
    (href) => `${href}"`,
  );
  expect(translated).toEqual({ rootName: 'J', text: expect.any(String) });
  expect(JSON.parse('text' in translated ? translated.text : '')).toEqual({
    J: { Name: 'x', L: { M: [{ H: '1' }, { Href: 'a&b"' }] }, S: 'Up', E: '' },
  });
});

test.each([
  [`<a Href="x" b="Href='y'" c='Href="z"'/>`, `<a Href="[x]" b="Href='y'" c='Href="z"'/>`],
  ['<a>Href="x"<!-- <b Href="y"/> --><![CDATA[<b Href="z"/>]]></a>', null],
  ['<a Reference="x" HrefLike="y" Links="Href"/>', null],
  ['<a\n href = \'x\' ><b x:Href="y"/></a>', '<a\n href = \'[x]\' ><b x:Href="[y]"/></a>'],
  ['<a Href="&#104;ttps&#x3a;&#X2f;&quot;&amp;lt;"/>', '<a Href="[https:/&quot;&amp;lt;]"/>'],
])('in %s no more than the values of Hrefs are written anew', (xml, expected) => {
  expect(marked(xml)).toEqual({ rootName: 'a', text: expected ?? xml });
});

test('unchanged parts stay as they were written, and another encoding than UTF-8 is not named any more', () => {
  const xml = '<?xml version="1.0" encoding="UTF-8"?>\n<a Href="&#65;\'" ><b/> &#228;</a>\n';
  expect(translateXml(bytes(xml), 'xml', (href) => href)).toEqual({ rootName: 'a', text: xml });
  const wide = Buffer.from('\ufeff<?xml version="1.0" encoding="utf-16"?><a>ä</a>', 'utf16le');
  expect(translateXml(wide, 'xml', (href) => href)).toEqual({
    rootName: 'a',
    text: '<?xml version="1.0"?><a>ä</a>',
  });
});

test.each([
  ['<J>', /not closed/],
  ['<html><body/></html>', /HTML/],
  ['', /empty/],
])('%j is no document, in either form', (text, why) => {
  for (const format of ['xml', 'json'] as const)
    expect(translateXml(bytes(text), format, (href) => href)).toEqual({ flaw: expect.stringMatching(why) });
});

import { expect, test } from 'vitest';
import { links } from '../resources/links.ts';
import { parseXml, UnreadableXml } from './parse.ts';
import { text } from './tree.ts';

function bytes(xml: string): Uint8Array {
  return new TextEncoder().encode(xml);
}

test.each([
  ['a byte order mark', [0xef, 0xbb, 0xbf, ...bytes('<a>ü</a>')], 'ü'],
  ['UTF-16 with its mark', [...Buffer.from('\ufeff<a>ü</a>', 'utf16le')], 'ü'],
])('%s is read', (_title, given, expected) => {
  expect(parseXml(Uint8Array.from(given)).root['#text']).toBe(expected);
});

test.each([
  ['UTF-16 without its mark', [...Buffer.from('<a>x</a>', 'utf16le')]],
  ['Latin-1', [...Buffer.from('<a>ü</a>', 'latin1')]],
])('%s is refused', (_title, given) => {
  expect(() => parseXml(Uint8Array.from(given))).toThrow(UnreadableXml);
});

test.each(['__proto__', 'constructor', 'prototype'])('an element called %s pollutes nothing', (name) => {
  expect(() => parseXml(bytes(`<a><${name}><polluted>1</polluted></${name}></a>`))).toThrow(UnreadableXml);
  expect({}).not.toHaveProperty('polluted');
});

test('an attribute called as a member of every object is an attribute and nothing else', () => {
  const { root } = parseXml(bytes('<a toString="1" valueOf="2"/>'));
  expect(root).toEqual({ '@toString': '1', '@valueOf': '2' });
  expect(text(root, 'toString')).toBeNull();
});

test('numbers, booleans and blanks stay the text they are', () => {
  const { root } = parseXml(bytes('<a b="0042" c="1e3"><d>true</d><e>0x10</e><f>12345678901234567890</f></a>'));
  expect(root).toEqual({ '@b': '0042', '@c': '1e3', d: 'true', e: '0x10', f: '12345678901234567890' });
});

test('a document full of references is read whole and in no time', () => {
  const many = '&amp;'.repeat(150_000);
  expect(text(parseXml(bytes(`<a><b>${many}</b></a>`)).root, 'b')).toBe('&'.repeat(150_000));
});

test('links left as text are the same links when they are looked at', () => {
  const id = '78c3919c-54d7-43fe-b047-485d3566f11f';
  const xml = bytes(
    `<a><Links><Link Rel="Up" Type="JobReference" Name="R&amp;D &quot;x&quot; &#252;" Href="https://h/api/jobs/${id}"/><Link Rel="Down"/></Links></a>`,
  );
  const expected = [
    { rel: 'Up', type: 'JobReference', name: 'R&D "x" ü', id },
    { rel: 'Down', type: null, name: null, id: null },
  ];
  expect(links(parseXml(xml, { links: 'read' }).root)).toEqual(expected);
  expect(links(parseXml(xml, { links: 'as-text' }).root)).toEqual(expected);
  for (const empty of ['<a><Links/></a>', '<a><Links> </Links></a>', '<a/>'])
    expect(links(parseXml(bytes(empty), { links: 'as-text' }).root)).toEqual([]);
});

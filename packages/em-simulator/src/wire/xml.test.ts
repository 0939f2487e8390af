import fc from 'fast-check';
import { XmlDocument, type XmlElement } from 'libxml2-wasm';
import { describe, expect, test } from 'vitest';
import { type Element, element, inlineList, list, value } from './element.ts';
import { type Flavour, type WireOptions, wireOf } from './wire.ts';
import { writeXml } from './xml.ts';

const EM = 'http://www.veeam.com/ent/v1.0';

function xml(node: Element, flavour: Flavour = 'v13', options: WireOptions = {}): string {
  return writeXml(node, wireOf(flavour, { declaration: false, ...options }));
}

/** Without the namespaces, which every root has. */
function bare(node: Element, flavour: Flavour = 'v13', options: WireOptions = {}): string {
  return xml(node, flavour, options).replaceAll(/ xmlns(?::xs[di])?="[^"]*"/g, '');
}

/** The value that an XML reader gets. */
function read<Value>(text: string, take: (root: XmlElement) => Value): Value {
  const document = XmlDocument.fromString(text);
  try {
    return take(document.root);
  } finally {
    document.dispose();
  }
}

/** Characters that XML 1.0 can hold; anything else becomes the replacement character. */
function holdable(text: string): string {
  const one = (sign: string) => /[\t\n\r\u0020-\uD7FF\uE000-\uFFFD]|[\u{10000}-\u{10FFFF}]/u.test(sign);
  return [...text.toWellFormed()].map((sign) => (one(sign) ? sign : '\uFFFD')).join('');
}

describe('any text', () => {
  const signs = [
    '&',
    '<',
    '>',
    '"',
    "'",
    ']]>',
    '\r',
    '\n',
    '\t',
    '\0',
    '\u000b',
    '\u001f',
    '\uD800',
    '\uFFFE',
    'ü',
    '🗄',
    ' ',
  ];
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...signs)).map((parts) => parts.join('')),
  );

  test('is read back from an element', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const received = read(
          xml(element('A', {}, [value('Reason', text)])),
          (root) => root.get('e:Reason', { e: EM })?.content,
        );
        expect(received).toBe(holdable(text));
      }),
    );
  });

  test('is read back from an attribute', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(read(xml(element('A', { Name: text })), (root) => root.attr('Name')?.value)).toBe(holdable(text));
      }),
    );
  });

  test('is read back beside attributes', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const node: Element = { ...element('A', { Kind: 'x' }), text };
        expect(read(xml(node), (root) => [root.attr('Kind')?.value, root.content])).toEqual(['x', holdable(text)]);
      }),
    );
  });
});

test('the characters that have to be escaped are, and no others', () => {
  expect(bare(element('A', { B: `<&>"'\n\t\r` }, [value('C', `<&>"'\n\t\r`)]))).toBe(
    `<A B="&lt;&amp;&gt;&quot;'&#xA;&#x9;&#xD;"><C>&lt;&amp;&gt;"'\n\t&#xD;</C></A>`,
  );
});

test('absent members are left out, empty ones stay', () => {
  const node = element('A', { B: null, C: '' }, [value('D', null), value('E', ''), element('F', {}), list('G', [])]);
  expect(bare(node)).toBe('<A C=""><E /><F /><G /></A>');
  expect(bare(element('A', {}, [inlineList('B', [])]))).toBe('<A />');
});

test('numbers and booleans are written as they are', () => {
  expect(bare(element('A', { N: 0, T: true }, [value('B', false), value('C', 0), value('D', 99)]))).toBe(
    '<A N="0" T="true"><B>false</B><C>0</C><D>99</D></A>',
  );
});

test('children keep their order, lists with and without an element of their own', () => {
  const node = element('A', {}, [
    list('L', [value('I', 1), value('I', 2)]),
    inlineList('M', [element('J', {}), value('K', 3)]),
  ]);
  expect(bare(node)).toBe('<A><L><I>1</I><I>2</I></L><J /><K>3</K></A>');
});

describe('attributes', () => {
  const node = element('A', { Type: 'x', Href: 'y', UID: 'z', Name: 'n' }, [element('Link', { Rel: 'Up', Href: 'h' })]);

  test('come as declared from v12, in an order of their own from v13', () => {
    expect(bare(node, 'v12')).toBe('<A Type="x" Href="y" UID="z" Name="n"><Link Rel="Up" Href="h" /></A>');
    expect(bare(node, 'v13')).toBe('<A Href="y" Type="x" Name="n" UID="z"><Link Href="h" Rel="Up" /></A>');
  });

  test('of links and references have an order of their own from v13, others stand behind', () => {
    const link = element('Link', { Rel: 'Up', Type: 't', Href: 'h', Name: 'n' });
    const ref = element('Ref', { Type: 't', Href: 'h', Name: 'n', UID: 'u', VmDisplayName: 'm' });
    expect(bare(link)).toBe('<Link Href="h" Name="n" Type="t" Rel="Up" />');
    expect(bare(ref)).toBe('<Ref UID="u" Name="n" Href="h" Type="t" VmDisplayName="m" />');
  });

  test('come in an order nobody expects when shuffled, and mean the same', () => {
    const shuffled = bare(node, 'v12', { shuffleAttributes: true });
    expect(shuffled).toBe('<A Type="x" Name="n" Href="y" UID="z"><Link Href="h" Rel="Up" /></A>');
  });

  test.each(['v12', 'v13'] as const)('of the root stand beside the namespaces of %s', (flavour) => {
    const own: string = `xmlns="${EM}"`;
    const text = xml(node, flavour);
    const namespaces = Array.from(text.matchAll(/xmlns(?::xs[di])?="[^"]*"/g), ([each]) => each);
    expect(namespaces).toHaveLength(3);
    expect(namespaces.indexOf(own)).toBe(flavour === 'v12' ? 0 : 2);
    expect(text).toMatch(flavour === 'v12' ? /^<A xmlns/ : /^<A Href="y" Type="x" Name="n" UID="z" xmlns/);
    read(text, (root) => expect(root.namespaceUri).toBe(EM));
  });
});

test('an error has its attributes before its namespaces everywhere', () => {
  expect(xml(element('Error', { Message: 'm', StatusCode: 404 }), 'v12')).toMatch(
    /^<Error Message="m" StatusCode="404" xmlns/,
  );
});

describe('oddities between servers', () => {
  const node = element('A', {}, [element('B', { Rel: 'Up' }), value('C', 1)]);

  test.each([
    ['v12', {}, '<?xml version="1.0" encoding="utf-8"?><A'],
    ['v13', {}, '<A'],
    ['v12', { bom: true }, '\uFEFF<?xml version="1.0" encoding="utf-8"?><A'],
    ['v13', { bom: true }, '\uFEFF<A'],
    ['v12', { declaration: false }, '<A'],
  ] as const)('%s with %j begins as it does there', (flavour, options, beginning) => {
    const text = writeXml(node, wireOf(flavour, options));
    expect(text.startsWith(`${beginning} xmlns`)).toBe(true);
    read(text.replace('\uFEFF', ''), (root) => expect(root.name).toBe('A'));
  });

  test('elements and attributes that no version had so far stand beside the known ones', () => {
    expect(bare(node, 'v13', { unknownElements: true })).toBe(
      '<A><B Rel="Up" AddedLater="x" /><C>1</C><AddedLater Kind="New">1</AddedLater></A>',
    );
  });
});

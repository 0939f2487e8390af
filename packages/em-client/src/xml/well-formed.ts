/** Why a text is not one well-formed XML document, as half a sentence, and where. */
export type Flaw = { why: string; at: number };

/** Receives each attribute: its name, and where its value begins and ends in the text, between the quotes. */
export type OnAttribute = (name: string, from: number, to: number) => void;

/** EM writes four: Href, Type, Name, UID (reference 13.0, GET /backupSessions/{ID}). Looking for the same name twice costs the square of their number. */
const mostAttributes = 256;

const blank = '[ \\t\\r\\n]';
/** Letters, `_`, `:` and everything beyond ASCII; also digits, `-` and `.` behind the first. */
const name = '[A-Za-z_:\\x80-\\uffff][\\w:.\\x80-\\uffff-]*';
const patterns = {
  startTag: new RegExp(`<(${name})`, 'y'),
  attribute: new RegExp(`${blank}+(${name})${blank}*=${blank}*(?:"([^"<]*)"|'([^'<]*)')`, 'y'),
  startTagEnd: new RegExp(`${blank}*(/?)>`, 'y'),
  endTagEnd: new RegExp(`${blank}*>`, 'y'),
  xmlDeclaration: new RegExp(`<\\?xml${blank}`, 'y'),
  onlyBlanks: new RegExp(`${blank}*(?=<|$)`, 'y'),
  reference: /&(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-f]{1,6});/iy,
};
/** Characters that XML 1.0 has no place for, NUL first of all. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

/** Thrown and caught in this file only: a flaw ends the reading wherever it is found. */
class FlawFound extends Error {
  readonly flaw: Flaw;

  constructor(why: string, at: number) {
    super(why);
    this.flaw = { why, at };
  }
}

/** Reads over one document from front to back; makes nothing of it. */
class Reader {
  readonly #text: string;
  readonly #maxDepth: number;
  readonly #onAttribute: OnAttribute | undefined;
  readonly #open: string[] = [];
  #nextAmpersand = -2;
  #roots = 0;

  constructor(text: string, maxDepth: number, onAttribute: OnAttribute | undefined) {
    this.#text = text;
    this.#maxDepth = maxDepth;
    this.#onAttribute = onAttribute;
  }

  read(): void {
    const text = this.#text;
    for (let at = 0; at < text.length; ) {
      const tag = text.indexOf('<', at);
      const end = tag === -1 ? text.length : tag;
      if (this.#open.length === 0 && !this.#test('onlyBlanks', at))
        throw new FlawFound('there is text outside of the root', at);
      this.#references(at, end);
      at = tag === -1 ? end : this.#markup(tag);
    }
    const open = this.#open.at(-1);
    if (open !== undefined) throw new FlawFound(`<${open}> is not closed`, text.length);
    if (this.#roots !== 1) throw new FlawFound('it has not exactly one root', text.length);
  }

  #markup(tag: number): number {
    const text = this.#text;
    if (text.startsWith('</', tag)) return this.#endTag(tag);
    if (text.startsWith('<!--', tag)) return this.#past('-->', tag + 4, 'a comment is not closed');
    if (text.startsWith('<![CDATA[', tag) && this.#open.length > 0)
      return this.#past(']]>', tag + 9, 'a CDATA section is not closed');
    if (text.startsWith('<!', tag)) throw new FlawFound('it declares a document type', tag);
    // EM writes no processing instruction but the XML declaration (captured); parsers differ in where others end.
    if (tag === 0 && this.#test('xmlDeclaration', tag)) return this.#past('?>', 6, 'the XML declaration is not closed');
    if (text.startsWith('<?', tag)) throw new FlawFound('it holds a processing instruction', tag);
    return this.#startTag(tag);
  }

  #test(pattern: keyof typeof patterns, at: number): boolean {
    patterns[pattern].lastIndex = at;
    return patterns[pattern].test(this.#text);
  }

  #match(pattern: keyof typeof patterns, at: number): RegExpExecArray | null {
    patterns[pattern].lastIndex = at;
    return patterns[pattern].exec(this.#text);
  }

  #past(what: string, from: number, why: string): number {
    const at = this.#text.indexOf(what, from);
    if (at === -1) throw new FlawFound(why, from);
    return at + what.length;
  }

  #references(from: number, to: number): void {
    while (this.#nextAmpersand !== -1 && this.#nextAmpersand < to) {
      if (this.#nextAmpersand >= from && !this.#test('reference', this.#nextAmpersand))
        throw new FlawFound('an & begins no reference', this.#nextAmpersand);
      this.#nextAmpersand = this.#text.indexOf('&', Math.max(this.#nextAmpersand + 1, from));
    }
  }

  #endTag(tag: number): number {
    const open = this.#open.pop();
    if (open === undefined || !this.#text.startsWith(open, tag + 2))
      throw new FlawFound('an end tag closes nothing', tag);
    if (!this.#test('endTagEnd', tag + 2 + open.length)) throw new FlawFound(`</${open}> does not end`, tag);
    return patterns.endTagEnd.lastIndex;
  }

  #startTag(tag: number): number {
    const element = this.#match('startTag', tag)?.[1];
    if (element === undefined) throw new FlawFound('a name is missing', tag);
    const at = this.#attributes(element, patterns.startTag.lastIndex);
    const end = this.#match('startTagEnd', at);
    if (end === null) throw new FlawFound(`<${element} does not end, or holds what is no attribute`, at);
    if (this.#open.length === 0) this.#roots += 1;
    if (end[1] === '') this.#open.push(element);
    if (this.#open.length > this.#maxDepth) throw new FlawFound(`it is deeper than ${this.#maxDepth}`, tag);
    return patterns.startTagEnd.lastIndex;
  }

  /** Past the attributes of a tag. */
  #attributes(element: string, from: number): number {
    const names: string[] = [];
    for (let at = from; ; at = patterns.attribute.lastIndex) {
      const found = this.#match('attribute', at);
      if (found === null) return at;
      const [, attribute = '', value = found[3] ?? ''] = found;
      if (names.includes(attribute)) throw new FlawFound(`<${element} has ${attribute} twice`, at);
      if (names.push(attribute) > mostAttributes)
        throw new FlawFound(`<${element} has more than ${mostAttributes} attributes`, at);
      const end = patterns.attribute.lastIndex - 1;
      this.#references(end - value.length, end);
      this.#onAttribute?.(attribute, end - value.length, end);
      patterns.attribute.lastIndex = end + 1;
    }
  }
}

/**
 * Whether a text is one well-formed XML document: tags that close in order, one root, nothing beside it, quoted
 * attributes each once, references that are some, no document type. Null where it is. It replaces the XMLValidator of
 * fast-xml-parser, which takes several times as long: docs/decisions/005-page-size-and-parsing.md.
 */
export function flawOf(text: string, maxDepth: number, onAttribute?: OnAttribute): Flaw | null {
  const at = text.search(forbidden);
  if (at !== -1) return { why: 'it holds a control character', at };
  try {
    new Reader(text, maxDepth, onAttribute).read();
    return null;
  } catch (error) {
    if (error instanceof FlawFound) return error.flaw;
    throw error;
  }
}

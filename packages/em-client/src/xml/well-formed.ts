/** Why a text is not one well-formed XML document, as half a sentence, and where. */
export type Flaw = { why: string; at: number };

/** Hears of each attribute: its name, and where its value begins and ends in the text, between the quotes. */
export type OnAttribute = (name: string, from: number, to: number) => void;

const openTag = 60;
const closeTag = 62;
const slash = 47;
const equals = 61;
const doubleQuote = 34;
const singleQuote = 39;
const bang = 33;
const question = 63;

/** EM writes a dozen. Looking for the same name twice costs the square of their number. */
const mostAttributes = 256;

const reference = /&(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-f]{1,6});/iy;
/** Characters that XML 1.0 has no place for, NUL first of all. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** Letters, `_`, `:` and everything beyond ASCII; also digits, `-` and `.` behind the first. */
function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 58 || code > 127;
}

function isNamePart(code: number): boolean {
  return isNameStart(code) || (code >= 48 && code <= 57) || code === 45 || code === 46;
}

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
    const { length } = text;
    let at = 0;
    while (at < length) {
      const tag = text.indexOf('<', at);
      const end = tag === -1 ? length : tag;
      if (end > at) this.#characters(at, end);
      if (tag === -1) break;
      const code = text.charCodeAt(tag + 1);
      if (code === slash) at = this.#endTag(tag);
      else if (code === bang) at = this.#declaration(tag);
      else if (code === question) at = this.#xmlDeclaration(tag);
      else at = this.#startTag(tag);
    }
    const open = this.#open.at(-1);
    if (open !== undefined) throw new FlawFound(`<${open}> is not closed`, length);
    if (this.#roots !== 1) throw new FlawFound('it has not exactly one root', length);
  }

  #past(what: string, from: number, why: string): number {
    const at = this.#text.indexOf(what, from);
    if (at === -1) throw new FlawFound(why, from);
    return at + what.length;
  }

  #characters(from: number, to: number): void {
    if (this.#open.length === 0) {
      for (let at = from; at < to; at += 1)
        if (!isBlank(this.#text.charCodeAt(at))) throw new FlawFound('there is text outside of the root', at);
    }
    this.#references(from, to);
  }

  #references(from: number, to: number): void {
    while (this.#nextAmpersand !== -1 && this.#nextAmpersand < to) {
      if (this.#nextAmpersand >= from) {
        reference.lastIndex = this.#nextAmpersand;
        if (!reference.test(this.#text)) throw new FlawFound('an & begins no reference', this.#nextAmpersand);
      }
      this.#nextAmpersand = this.#text.indexOf('&', Math.max(this.#nextAmpersand + 1, from));
    }
  }

  #endTag(tag: number): number {
    const name = this.#open.pop();
    const text = this.#text;
    if (name === undefined || !text.startsWith(name, tag + 2)) throw new FlawFound('an end tag closes nothing', tag);
    let at = tag + 2 + name.length;
    while (isBlank(text.charCodeAt(at))) at += 1;
    if (text.charCodeAt(at) !== closeTag) throw new FlawFound(`</${name}> does not end`, tag);
    return at + 1;
  }

  /** EM writes no processing instruction but the XML declaration; parsers differ in where others end. */
  #xmlDeclaration(tag: number): number {
    if (tag === 0 && /^<\?xml[ \t\r\n]/.test(this.#text))
      return this.#past('?>', 6, 'the XML declaration is not closed');
    throw new FlawFound('it holds a processing instruction', tag);
  }

  #declaration(tag: number): number {
    if (this.#text.startsWith('<!--', tag)) return this.#past('-->', tag + 4, 'a comment is not closed');
    if (this.#text.startsWith('<![CDATA[', tag) && this.#open.length > 0)
      return this.#past(']]>', tag + 9, 'a CDATA section is not closed');
    throw new FlawFound('it declares a document type', tag);
  }

  #name(from: number): number {
    const text = this.#text;
    if (!isNameStart(text.charCodeAt(from))) throw new FlawFound('a name is missing', from);
    let at = from + 1;
    while (isNamePart(text.charCodeAt(at))) at += 1;
    return at;
  }

  #startTag(tag: number): number {
    const text = this.#text;
    let at = this.#name(tag + 1);
    const name = text.slice(tag + 1, at);
    if (this.#open.length === 0) this.#roots += 1;
    let names: string[] | null = null;
    for (;;) {
      const before = at;
      while (isBlank(text.charCodeAt(at))) at += 1;
      const code = text.charCodeAt(at);
      if (code === closeTag) {
        this.#open.push(name);
        if (this.#open.length > this.#maxDepth) throw new FlawFound(`it is deeper than ${this.#maxDepth}`, tag);
        return at + 1;
      }
      if (code === slash && text.charCodeAt(at + 1) === closeTag) return at + 2;
      if (at === before) throw new FlawFound(`<${name} does not end`, tag);
      const nameEnd = this.#name(at);
      const attribute = text.slice(at, nameEnd);
      names ??= [];
      if (names.includes(attribute)) throw new FlawFound(`<${name} has ${attribute} twice`, at);
      names.push(attribute);
      if (names.length > mostAttributes) throw new FlawFound(`<${name} has more than ${mostAttributes} attributes`, at);
      at = this.#attributeValue(attribute, nameEnd);
    }
  }

  #attributeValue(name: string, from: number): number {
    const text = this.#text;
    let at = from;
    while (isBlank(text.charCodeAt(at))) at += 1;
    if (text.charCodeAt(at) !== equals) throw new FlawFound('an attribute has no value', from);
    at += 1;
    while (isBlank(text.charCodeAt(at))) at += 1;
    const quote = text.charCodeAt(at);
    if (quote !== doubleQuote && quote !== singleQuote) throw new FlawFound('an attribute is not quoted', at);
    const end = text.indexOf(quote === doubleQuote ? '"' : "'", at + 1);
    if (end === -1) throw new FlawFound('an attribute does not end', at);
    for (let inner = at + 1; inner < end; inner += 1)
      if (text.charCodeAt(inner) === openTag) throw new FlawFound('an attribute holds a <', inner);
    this.#references(at + 1, end);
    this.#onAttribute?.(name, at + 1, end);
    return end + 1;
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

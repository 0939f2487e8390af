/** A form of a secret: how it is found fast, and how it is cut out. */
type Form = { bytes: Buffer; pattern: RegExp };

/** Shorter ones stand in words of every kind by accident: they are cut out only where they stand alone. */
const SHORT = 8;
/** Base64 of less than this is found by accident, too. */
const LEAST_BASE64 = 8;

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}

/** Text whose characters are the bytes of UTF-8, as an answer is looked at. */
function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** The part that is the same in the Base64 of everything that holds these bytes, by where among three they begin: of Basic, too. */
function base64Cores(secret: Buffer): string[] {
  const cores = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), secret]).toString('base64');
    return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + secret.length) * 8) / 6));
  });
  return [...cores, ...cores.map((core) => core.replaceAll('+', '-').replaceAll('/', '_'))];
}

const named: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

/** One character in any of the ways texts quote it: by itself, in an address, in XML, in JSON. */
function mixedCharacter(character: string): string {
  const bytes = [...Buffer.from(character, 'utf8')];
  const hex = (value: number, digits = 2) => value.toString(16).padStart(digits, '0');
  const anyCase = (text: string) =>
    text.replaceAll(/[a-f]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
  const point = character.codePointAt(0) ?? 0;
  const units = Array.from({ length: character.length }, (_, index) => hex(character.charCodeAt(index), 4));
  const ways = [
    escaped(asBytes(character)),
    bytes.map((byte) => `%(?:25)?${anyCase(hex(byte))}`).join(''),
    `&(?:amp;)?#0*${point};`,
    `&(?:amp;)?#[xX]0*${anyCase(hex(point, 1))};`,
    units.map((unit) => String.raw`\\u${anyCase(unit)}`).join(''),
  ];
  const name = named[character];
  if (name !== undefined) ways.push(`&(?:amp;)?${name};`);
  if (character === ' ') ways.push(String.raw`\+`);
  return String.raw`\\{0,2}(?:${ways.join('|')})`;
}

/** The whole in any mixture of them. A row of backslashes is one piece: letter by letter there would be endless ways to read it. */
function mixedText(secret: string): string {
  const pieces = secret.match(/\\+|[^\\]/gu) ?? [];
  return pieces
    .map((piece) => {
      if (!piece.startsWith('\\')) return mixedCharacter(piece);
      const coded = String.raw`%(?:25)?5[cC]|&(?:amp;)?#(?:0*92|[xX]0*5[cC]);|\\u005[cC]`;
      return String.raw`(?:\\{${piece.length},${2 * piece.length}}|(?:${coded}){${piece.length}})`;
    })
    .join('');
}

/**
 * How a secret may be quoted: as it is, in an address, as Base64 (by itself, or of a name and it as in Basic), as hexadecimal
 * digits (`usual`), and with each character in another way (`mixed`). `isPlain`: it could be a word or a name.
 */
export function secretForms(given: string): { usual: Form[]; mixed: RegExp; isPlain: boolean; length: number } {
  // Half a character goes out as U+FFFD, as UTF-8 has none.
  const secret = given.toWellFormed();
  const bytes = Buffer.from(secret, 'utf8');
  const alone = (source: string) => (secret.length < SHORT ? String.raw`(?<![\w-])${source}(?![\w-])` : source);
  const address = encodeURIComponent(secret);
  const written = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    address,
    address.replaceAll(/%../g, (code) => code.toLowerCase()),
  ].map(asBytes);
  const coded = [...base64Cores(bytes), bytes.toString('hex'), bytes.toString('hex').toUpperCase()].filter(
    (form) => form.length >= LEAST_BASE64,
  );
  const form = (text: string, source: string): Form => ({
    bytes: Buffer.from(text, 'latin1'),
    pattern: new RegExp(source, 'g'),
  });
  return {
    usual: [
      ...[...new Set(written)].map((text) => form(text, alone(escaped(text)))),
      // With the end of it, which may hold a part of the last letter.
      ...[...new Set(coded)].map((text) => form(text, `${escaped(text)}[\\w+/=-]*`)),
    ],
    mixed: new RegExp(alone(mixedText(secret)), 'g'),
    length: secret.length,
    isPlain: secret.length < SHORT || /^\p{L}+$/u.test(secret),
  };
}

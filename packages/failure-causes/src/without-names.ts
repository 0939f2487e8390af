import { codeIn, goesOn, isErrorCode } from './error-codes.ts';
import type { KnownNames } from './known-names.ts';
import { withoutEnd } from './without-end.ts';

/** Stands in a text where a name, a path, a number or a date stood. */
export const GAP = '…';

/** Signs that open a part that is one thing, each with the one that closes it. */
const closers: Record<string, string> = { '[': ']', '"': '"', '“': '”', '„': '“', '«': '»', "'": "'", '<': '>' };
/** Longer parts are no names. */
const longestPart = 260;

/** The next word, or the blanks and signs in between; a quote is a sign unless it stands within a word. */
const token = /[^\s[\](){}<>"“”„«»|,;']+(?:'(?=\p{L})[^\s[\](){}<>"“”„«»|,;']+)?|\s+|[[\](){}<>"“”„«»|,;']/uy;
/** The colon of a label that stands at its word without a blank: "Win32 error:Access is denied". */
const joinedLabel = /^.{3,}?:(?=\p{Lu}\p{Ll})/u;
/** Signs that only names, numbers and codes hold, besides letters. */
const suspicious = /[\p{N}\\/@._]/u;

/** After these words a part in brackets or quotes is a name. */
const labels = new Set(
  'host account konto benutzer пользователь запись login user username server share instance database volume folder file datei ordner freigabe item job session vm machine computer disk tag repository bucket path name id object port'.split(
    ' ',
  ),
);
/** The name of one of these distinguishes causes: "Service name: [VSS]". */
const kinds = new Set(
  'function method command service module driver provider package process component feature parameter privilege operation class'.split(
    ' ',
  ),
);
/** Words with a digit that are no names. */
const technical =
  /^(?:s3|win32|win32error|win64|x64|x86|ipv[46]|tls\d?|utf8|utf16|smb[123]|nfs[34]|nfsv[34]|md5|sha\d{1,3}|base64|ext[234]|fat32|v[1-9]\d?|int32|int64|oauth2|http2|ms365|o365|level\d|https?\/[\d.]{1,3})$/i;
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const upperName = /^[A-Z]+(?:_[A-Z0-9]+)+$/;
/** A host, a file or a version; not an identifier such as Vss.Unfreeze, whose parts begin with capitals. */
const dotted = /.\.[\p{Ll}\p{N}][^.]*$/u;
/** Paths that distinguish causes, each by the word it stands for. */
const specificPath = 'veeamsnapstor';
const specificWord = 'veeamsnapstore';

const drive = /^[a-z]:$/i;
/** DOMAIN\name, also with a blank in one of them. */
const account = /^[^\s\\]+(?: [^\s\\]+)?\\[^\s\\]+(?: [^\s\\]+)?$/;
/** The end of a time of day, as in 2:00:14 AM. */
const halfOfDay = /^[ap]m$/i;

const BLANK = 32;
const isSign = /^[\s(){}\]>”“»|,;]/;
const hasDigit = /\d/;
const isWord = /[\p{L}\p{N}]/u;
/** The signs that end a sentence, of which so many are taken off a word. */
const ends = '.:!?…';
const mostEnds = 4;

/** A text without its names, and the error codes in it. */
export type Nameless = { text: string; codes: string[] };

function isPath(word: string): boolean {
  if (word.includes('\\') || word.includes('://')) return true;
  const first = word.indexOf('/');
  if (first === 0) return word.length > 1;
  return first > 0 && (word.charAt(first - 1) === ':' || word.indexOf('/', first + 1) !== -1);
}

function isName(word: string): boolean {
  if (!suspicious.test(word)) return false;
  if (word.includes('@') || isPath(word) || dotted.test(word) || guid.test(word)) return true;
  return /\p{N}/u.test(word) && !technical.test(word) && !upperName.test(word);
}

/** The reading of one reason, from its beginning to its end. */
class Reading {
  readonly codes = new Set<string>();
  readonly #reason: string;
  /** In lower case, to look for names; as it stands where lower case has another length. */
  readonly #searched: string;
  readonly #names: KnownNames;
  #text = '';
  /** The newest piece of the text, and the one before it. */
  #piece = '';
  #pieceBefore = '';
  readonly #closers = new Map<string, number>();
  /** The word before, and the one before that. */
  #last = '';
  #beforeLast = '';
  #isExit = false;

  constructor(reason: string, names: KnownNames) {
    const lower = reason.toLowerCase();
    this.#reason = reason;
    this.#searched = lower.length === reason.length ? lower : reason;
    this.#names = names;
  }

  read(): string {
    for (let at = 0; at < this.#reason.length; ) at = this.#next(at);
    return this.#text;
  }

  /** Reads what begins here; where it ends. */
  #next(at: number): number {
    if (this.#reason.charCodeAt(at) === BLANK) {
      if (this.#piece !== ' ') this.#add(' ');
      return at + 1;
    }
    token.lastIndex = at;
    const found = token.test(this.#reason) ? this.#reason.slice(at, token.lastIndex) : this.#reason.charAt(at);
    const closer = found.length === 1 ? closers[found] : undefined;
    const end = closer === undefined ? -1 : this.#part(at, closer);
    if (end !== -1) return end;
    if (closer !== undefined || isSign.test(found)) {
      this.#add(found);
      return at + found.length;
    }
    const endOfName = this.#names.endOfName(this.#searched, at);
    if (endOfName !== -1) {
      this.#gap();
      return endOfName;
    }
    const word = (found.includes(':') ? joinedLabel.exec(found)?.[0] : null) ?? found;
    this.#word(word);
    return at + word.length;
  }

  #add(piece: string): void {
    this.#text += piece;
    this.#pieceBefore = this.#piece;
    this.#piece = piece;
  }

  #gap(): void {
    if (this.#piece !== GAP && !(this.#piece === ' ' && this.#pieceBefore === GAP)) this.#add(GAP);
    this.#last = '';
  }

  /** A part in brackets or quotes that is a name as a whole: where it ends; -1 where it is none. */
  #part(at: number, closer: string): number {
    const end = this.#endOfPart(at, closer);
    if (end === -1) return -1;
    const part = this.#reason.slice(at + 1, end).trim();
    // Which writer of shadow copies failed distinguishes causes.
    if (part === '' || part.toLowerCase().endsWith('writer') || part.includes('\n') || isErrorCode(part)) return -1;
    const isSpecific = part.includes(specificPath);
    const isNamed = () => this.#names.endOfName(this.#searched, this.#reason.indexOf(part, at)) >= end;
    const isLabelled = labels.has(this.#last) && !(this.#last === 'name' && kinds.has(this.#beforeLast));
    if (!isSpecific && !isLabelled && !/^(?:[a-z]:)?[\\/]/i.test(part) && !account.test(part) && !isNamed()) return -1;
    for (const piece of [this.#reason.charAt(at), isSpecific ? specificWord : GAP, closer]) this.#add(piece);
    this.#last = '';
    return end + 1;
  }

  /** Where the part that opens here is closed; -1 where it is not, or not soon. */
  #endOfPart(at: number, closer: string): number {
    let end = this.#closers.get(closer) ?? -1;
    if (end <= at) {
      const found = this.#reason.indexOf(closer, at + 1);
      end = found === -1 ? Number.POSITIVE_INFINITY : found;
      this.#closers.set(closer, end);
    }
    return end - at <= longestPart ? end : -1;
  }

  #remember(word: string): void {
    if (goesOn(this.#last, word)) return;
    this.#beforeLast = this.#last;
    this.#last = word;
  }

  #isHalfOfDay(word: string): boolean {
    return halfOfDay.test(word) && this.#piece === ' ' && this.#pieceBefore === GAP;
  }

  #word(whole: string): void {
    const word = withoutEnd(whole, ends, mostEnds);
    const code = hasDigit.test(word) ? codeIn(word, this.#isExit ? '' : this.#last) : null;
    if (code !== null) {
      this.codes.add(code);
      this.#add(word);
    } else if (word.includes(specificPath)) this.#add(specificWord);
    else if (isName(word) || (word.length <= 2 && (drive.test(whole) || this.#isHalfOfDay(word)))) this.#gap();
    else this.#add(word);
    // How a process ended shows only that it failed.
    this.#isExit = this.#last === 'exit';
    // A sign between a label and its code is no word.
    if (isWord.test(word)) this.#remember(word.toLowerCase());
    if (word.length < whole.length) this.#add(whole.slice(word.length));
  }
}

/**
 * Replaces names, addresses, paths, dates and numbers by a gap, and keeps error codes: they distinguish causes. One pass,
 * in time proportional to the length.
 */
export function withoutNames(reason: string, names: KnownNames): Nameless {
  const reading = new Reading(reason, names);
  const text = reading.read();
  return { text, codes: [...reading.codes] };
}

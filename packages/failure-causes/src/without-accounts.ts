import { withoutEnd } from './without-end.ts';

/** After these words an account stands in brackets or quotes, behind a sign, or bare: "for user anna". */
const nouns =
  /(?<![\p{L}\p{N}_])(?:(?:dienst)?kontos?|kontoname|accounts?|user(?:s|[_-]?name|[_-]?id)?|(?:signed in|logged [io]n|log ?[io]n|run|running|authenticated|connected) as|benutzer(?:s|n|name|namens|konto|kontos|kennung)?|anmeldename|пользовател\p{L}{1,3}|уч[её]тн\p{L}{1,3} запис\p{L}{1,3})(?![\p{L}\p{N}_-])/giu;
/** After these it stands in brackets, quotes, or behind a sign; a bare word is one of the sentence. */
const others =
  /(?<![\p{L}\p{N}_])(?:log-?[io]n|sudo|su|uid|cn|owner|principal|role|access key|credentials?|anmeldedaten|anmeldeinformationen|zugangsdaten|логин|данные)(?![\p{L}\p{N}_-])/giu;
/** Words and signs between such a word and the account. */
const between = /(?:(?:name|id|for|of|für|von|mit)(?=[\s:=["'<(«„“‘])|[\s:=]){0,10}/iuy;
/** An account without brackets. */
const bare = /[^\s,;()[\]{}"<>«»„“”‘’|]{1,120}/y;
/** Words that follow "user" or "account" in sentences that name none. */
const usual = new Set(
  `a an the this that these those which who whose you your it its no not nor or and but if as than then there
  is are was were be been being has have had having does do did can cannot could may might must will would should
  name names password passwords id ids account accounts user users group groups login logon session sessions profile profiles
  control right rights permission permissions privilege privileges credential credentials information detail details data database
  mode space interface input interaction request requests requested defined specified given supplied provided used using uses
  with without for from of on in at to by under over after before while when where because during due via per
  lacks lack needs need lockout locked disabled enabled expired exists exist missing unknown invalid wrong incorrect denied failed
  fails failure failures error errors canceled cancelled stopped type domain policy setting settings access token tokens limit limits
  logged signed created deleted removed changed changes restriction restrictions management manager service services directory
  file files folder action operation certificate key keys license home environment agent none null empty unavailable available
  cache security mapping mappings object class context process processes program application defaults only also already currently
  ist sind war wurde wurden wird werden hat haben hatte kann können konnte darf muss nicht kein keine oder und aber mit ohne für
  von auf im am an zu zum zur bei der die das den dem des ein eine gesperrt deaktiviert abgelaufen existiert fehlt besitzt verfügt
  unbekannt kennwort passwort gruppe anmeldung не с в на и или был была имеет нет уже заблокирован заблокирована отключена истекла
  найден найдена`.split(/\s+/),
);
/** Signs that open a name, each with those that close it. */
const closers: Record<string, string> = {
  '[': ']',
  '(': ')',
  '<': '>',
  '"': '"',
  "'": "'",
  '«': '»',
  '„': '“”',
  '“': '”',
  '‘': '’',
};
const quotes = `"'`;
const longestName = 120;
const letter = /\p{L}/u;

/** DOMAIN\name and name@domain; of paths, which begin with a drive or two strokes, or go on, none. */
const written =
  /(?<![\p{L}\p{N}\\/._+-])[\p{L}\p{N}._+-]{1,64}(?:\\[\p{L}\p{N}._+$'-]{1,64}(?![\\\p{L}\p{N}])|@[\p{L}\p{N}.-]{1,120})/gu;
/** The account in an address, and the number of one. */
const special = /(?<=:\/\/)[^\s/@]{1,99}@|S-1-5-21-[\d-]{1,60}/g;

/** Any of these is in a reason that names an account as it is looked for here. */
const mayName =
  /[\\@]|S-1-5|user|account|log-?[io]n|credential|konto|benutzer|anmelde|zugangsdaten| as |owner|role|principal|access key|\b(?:sudo|su|uid|cn)\b|пользов|запис|данн|логин/i;

/** Where the part ends that opens here; -1 where it does not, on its line and soon. */
function endOfPart(reason: string, at: number, closing: string): number {
  const near = reason.slice(at + 1, at + longestName + 2);
  for (let end = 0; end < near.length && near[end] !== '\n'; end += 1)
    if (closing.includes(near.charAt(end)) && !(closing === "'" && letter.test(near.charAt(end + 1))))
      return at + end + 2;
  return -1;
}

/** The account behind such a word: where it begins and ends, and whether it is in brackets; null where none is. */
function accountAt(
  reason: string,
  after: number,
  mayBeBare: boolean,
): [from: number, to: number, isPart: boolean] | null {
  between.lastIndex = after;
  const [gap = ''] = between.exec(reason) ?? [];
  const from = after + gap.length;
  const closing = closers[reason.charAt(from)];
  // "The user's files", and a word that is quoted itself.
  const isOpen = closing !== undefined && (gap !== '' || !quotes.includes(closing));
  const end = isOpen ? endOfPart(reason, from, closing) : -1;
  // Brackets of a sentence hold codes and remarks as well.
  if (end !== -1 && (closing !== ')' || isAccount(reason.slice(from + 1, end - 1)))) return [from, end, true];
  if (gap === '' || !(mayBeBare || /[:=]/.test(gap))) return null;
  const start = isOpen && end === -1 ? from + 1 : from;
  bare.lastIndex = start;
  const word = withoutEnd(bare.exec(reason)?.[0] ?? '', ".:!?…'");
  return isAccount(word) ? [start, start + word.length, false] : null;
}

function isAccount(word: string): boolean {
  return /^\p{L}|^\.\\/u.test(word) && !/\s/.test(word) && !usual.has(word.toLowerCase());
}

function withoutLabelled(reason: string, label: RegExp, mayBeBare: boolean): string {
  let masked = '';
  let done = 0;
  for (const found of reason.matchAll(label)) {
    if (found.index < done) continue;
    const account = accountAt(reason, found.index + found[0].length, mayBeBare);
    if (account === null) continue;
    const [from, to, isPart] = account;
    masked += `${reason.slice(done, from)}${isPart ? '[…]' : '…'}`;
    // Three dots need no fourth at the end of a sentence.
    done = !isPart && /^\.(?!\S)/.test(reason.slice(to, to + 2)) ? to + 1 : to;
  }
  return done === 0 ? reason : masked + reason.slice(done);
}

/** A reason without the names of accounts in it, for readers who may not see them. Where it is in doubt, it leaves a word out. */
export function withoutAccounts(reason: string): string {
  if (!mayName.test(reason)) return reason;
  const labelled = withoutLabelled(withoutLabelled(reason, nouns, true), others, false);
  // Strokes that are doubled, and host parts of databases, are brought into the form of the pattern.
  const plain = labelled.replace(/(?<=[\p{L}\p{N}.])\\\\(?=[\p{L}\p{N}])/gu, '\\').replace(/'@'/g, '@');
  const masked = plain.replace(special, '…').replace(written, '…');
  return masked === plain ? labelled : masked;
}

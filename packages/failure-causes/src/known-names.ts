import { KNOWN_CAUSES } from './known-causes.ts';

/** Names that occur in reasons whatever the cause: of machines, jobs, servers, repositories. */
export type KnownNames = {
  /** Where the longest name ends that begins here, in a text of lower case; -1 where none begins. */
  endOfName(text: string, start: number): number;
  /** Whether any of these was not known. */
  add(names: Iterable<string>): boolean;
};

/** A word, and the next word of a name with the signs before it. */
const word = /[\p{L}\p{N}_]+/uy;
const nextWord = /[^\p{L}\p{N}_]{1,2}[\p{L}\p{N}_]+/uy;
/** A name of one or two letters, as "C" or "or", would take words of a sentence for a name. */
const shortest = 3;
/** Words that distinguish causes: those of the known ones, products, and states of things. */
const wordsOfCauses = new Set([
  ...KNOWN_CAUSES.flatMap(({ phrases }) => phrases.flat().flatMap(wordsIn)),
  ...wordsIn(`windows linux mac os domain active directory dns dhcp hyper vmware esxi vcenter agent oracle exchange sharepoint mysql
    mariadb postgres postgresql mongodb hana sap db2 db mail web files servers database databases catalog cluster volume volumes
    system service services disk disks drive tape cloud object s3 azure aws nas san iscsi smb nfs ftp http https ssl tls ssh rpc wmi
    api vpn lan wan proxy repository gateway backup backups copy replica archive job jobs full incremental log logs index memory
    cpu key keys certificate license password credentials user users admin error failed failure warning success unknown none all
    locked expired busy missing offline online down away open closed read write access denied timeout test`),
]);

function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}

/** Words of the longest names that are looked for. */
const mostWords = 12;

/** Where a pattern ends that is looked for at this very place; -1 where it is not there. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** A letter of ASCII, a digit or "_". */
function isPlain(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95;
}

/** Where the word ends that begins here; -1 where none begins. Most words are of ASCII, and need no pattern. */
function endOfWord(text: string, at: number): number {
  let end = at;
  while (isPlain(text.charCodeAt(end))) end += 1;
  if (text.charCodeAt(end) > 127) return endOf(word, text, at);
  return end === at ? -1 : end;
}

/**
 * Makes names findable in reasons, however many there are. Upper and lower case do not matter. Names of fewer than three
 * letters are left out, and those of words that distinguish causes, such as a job "SQL": reasons would lose these words.
 */
export function knownNames(names: Iterable<string>): KnownNames {
  const all = new Set<string>();
  const firstWords = new Set<string>();

  function add(more: Iterable<string>): boolean {
    const before = all.size;
    for (const each of more) {
      const name = each.trim().toLowerCase();
      if (name.length < shortest || all.has(name)) continue;
      const end = endOfWord(name, 0);
      if (end === -1) continue;
      const first = name.slice(0, end);
      if (wordsOfCauses.has(first) && wordsIn(name).every((each) => wordsOfCauses.has(each))) continue;
      all.add(name);
      firstWords.add(first);
    }
    return all.size > before;
  }

  add(names);
  return {
    add,
    endOfName(text, start) {
      let end = endOfWord(text, start);
      if (end === -1 || !firstWords.has(text.slice(start, end))) return -1;
      let found = -1;
      for (let words = 1; end !== -1 && words <= mostWords; words += 1) {
        if (all.has(text.slice(start, end))) found = end;
        end = endOf(nextWord, text, end);
      }
      return found;
    },
  };
}

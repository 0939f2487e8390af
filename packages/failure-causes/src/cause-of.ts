import type { CauseFamily, KnownCause } from './known-cause.ts';
import { KNOWN_CAUSES } from './known-causes.ts';
import { type KnownNames, knownNames } from './known-names.ts';
import { cleaned, readSentences, wordsOf } from './sentences.ts';
import { titleOf } from './title.ts';
import { type Nameless, withoutNames } from './without-names.ts';

/** Part of every key that is no known cause's id: such keys change with the rules. */
export const RULES_VERSION = 2;

/** The common part of failures once names, paths, numbers and dates are taken out of their reasons. */
export type Cause = {
  /**
   * The same for the same cause. The id of a known cause, whatever the version of the rules; else of this version.
   * Empty reasons have a key as well: callers that group must not join them.
   */
  key: string;
  /** One line for a person, without the names of accounts. */
  title: string;
  family: CauseFamily;
  known: KnownCause | null;
  /** The source of the key: the sentences with a fact, names left out as "…". */
  text: string;
};

/** A known cause that other sentences may mention by the way has at most so many words beside its own. */
const mostWordsBeside = 6;

/** Sixteen hexadecimal digits that stand for a text; nothing secret: FNV-1a twice, with different beginnings. */
function shortHash(text: string): string {
  const half = (start: number) => {
    let hash = start;
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, '0');
  };
  return half(0x811c9dc5) + half(0x2f0b4477);
}

function isKnownBy(cause: KnownCause, { codes }: Nameless, text: string, words: number): boolean {
  const allowed = [...(cause.codes ?? []), ...(cause.mayHave ?? [])];
  if (cause.codes !== undefined && !cause.codes.some((code) => codes.includes(code))) return false;
  if (codes.some((code) => !allowed.includes(code))) return false;
  const has = (phrase: string) => text.includes(phrase);
  if (!cause.phrases.some((phrases) => phrases.every(has)) || cause.unless?.some(has)) return false;
  if (!cause.isAlone) return true;
  const own = Math.max(...cause.phrases.map((phrases) => wordsOf(phrases.join(' ')).length));
  return words - own <= mostWordsBeside;
}

/**
 * The cause of a failure by its reason. `names` are those that may occur in it whatever the cause: of machines,
 * jobs, servers and repositories. Takes time proportional to the length; throws nothing, whatever the reason.
 */
export function causeOf(reason: string, names: KnownNames | Iterable<string> = []): Cause {
  return causeOfNameless(namelessOf(reason, 'endOfName' in names ? names : knownNames(names)));
}

/** The first half of `causeOf`: the reason without names, and its error codes. Reasons with equal ones have one cause. */
export function namelessOf(reason: string, names: KnownNames): Nameless {
  return withoutNames(cleaned(reason), names);
}

/** The second half of `causeOf`, for callers that do it once for many reasons. */
export function causeOfNameless(nameless: Nameless): Cause {
  const whole = nameless.text.toLowerCase().replaceAll('\n', ' ');
  const { specific: sentences, line, empty } = readSentences(nameless.text);
  const text = sentences.join('. ');
  const words = wordsOf(sentences.join(' ')).length;
  const known = KNOWN_CAUSES.find((cause) => isKnownBy(cause, nameless, whole, words)) ?? null;
  if (known !== null)
    return { key: known.id, title: known.title, family: known.family, known, text: text || nameless.text };
  if (sentences.length === 0 && nameless.codes.length === 0) {
    const key = `says-nothing-${shortHash(wordsOf(empty).join(' '))}`;
    return {
      key,
      title: 'Enterprise Manager gives no reason',
      family: 'says-nothing',
      known: null,
      text: nameless.text,
    };
  }
  const source = [...wordsOf(text), ...nameless.codes].join(' ');
  const key = `r${RULES_VERSION}-${shortHash(source)}`;
  return {
    key,
    title: titleOf(line || 'Error', nameless.codes),
    family: 'unclassified',
    known: null,
    text,
  };
}

/** Whether a reason is none: "Failed", "Processing finished with errors at …", nothing at all. Takes no longer than `causeOf`. */
export function saysNothing(reason: string): boolean {
  return causeOf(reason).family === 'says-nothing';
}

/** The cause in one sentence for a person, with its family where one is known. */
export function describe({ title, family }: Cause): string {
  return family === 'unclassified' || family === 'says-nothing' ? title : `${title} (${family.replaceAll('-', ' ')})`;
}

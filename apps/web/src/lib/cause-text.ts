import type { CauseAdvice } from '@retry-desk/contract';
import { dayClock, type Zone } from './time.ts';
import { words } from './words.ts';
import { causeWords } from './words-causes.ts';

/** The remedy that people know for a cause. */
type KnownFix = { fix: string; link: string | null };

/** The part of a cause that is advice: the advice with its evidence, and the known fix. */
export type AdvisedCause = { title: string; advice: CauseAdvice; known: KnownFix | null };

/** A link that may be drawn: none but https leads out of the desk. */
export function safeLink(link: string | null): string | null {
  return link !== null && /^https:\/\/[^\s/]/.test(link) ? link : null;
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/**
 * An advice in one word, and the sentences beside it: its evidence, then the known fix, each once. `autoRetryAt` is when Veeam
 * tries the job by itself, where that is known: then it stands in the word, and no sentence repeats it.
 */
export function adviceText(
  { advice: { kind, evidence }, known }: AdvisedCause,
  autoRetryAt: string | null,
  now: number,
  zone: Zone,
): { word: string; sentences: string[] } {
  const at = kind === 'wait' ? autoRetryAt : null;
  const own = at === null ? evidence : evidence.filter((sentence) => !sentence.includes(at));
  const hasFix = known === null || own.some((sentence) => sentence.includes(known.fix));
  return {
    word: at === null ? causeWords.advice[kind] : words.can.veeamTries(dayClock(Date.parse(at), now, zone)),
    sentences: hasFix ? own : [...own, asSentence(known.fix)],
  };
}

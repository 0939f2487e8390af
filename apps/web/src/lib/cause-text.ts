import type { Advice } from '@retry-desk/contract';

/** The remedy that people know for a cause. */
export type KnownFix = { fix: string; link: string | null };

/** The part of a cause that is advice: what to do, on what evidence, and where more is written about it. */
export type AdvisedCause = { title: string; advice: Advice; known: KnownFix | null };

/** A link that may be drawn: none but https leads out of the desk. */
export function safeLink(link: string | null): string | null {
  return link !== null && URL.canParse(link) && new URL(link).protocol === 'https:' ? link : null;
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/**
 * Sentences beside the word of an advice: its evidence, then the known fix, each once. Where the time of Veeam's own attempt
 * stands in the word already (`autoRetryAt`), the sentence with it is left out.
 */
export function adviceSentences({ advice, known }: AdvisedCause, autoRetryAt: string | null = null): string[] {
  const evidence = advice.evidence.filter((sentence) => autoRetryAt === null || !sentence.includes(autoRetryAt));
  const isSaid = known === null || evidence.some((sentence) => sentence.includes(known.fix));
  return isSaid ? evidence : [...evidence, asSentence(known.fix)];
}

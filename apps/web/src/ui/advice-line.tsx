import { type AdvisedCause, adviceText, safeLink } from '#lib/cause-text.ts';
import { causeWords } from '#lib/words-causes.ts';
import { useNow } from './use-now.ts';
import { usePreferences } from './use-preferences.ts';
import { WithTimes } from './with-times.tsx';

const colours: Partial<Record<AdvisedCause['advice']['kind'], string>> = {
  danger: 'text-failed',
  'fix-first': 'text-warning',
};

type AdviceProps = { cause: AdvisedCause; autoRetryAt?: string | null };

/** The advice for a cause, with its evidence, and a link to how others fixed it; `autoRetryAt` where Veeam will try this job by itself. */
export function AdviceLine({ cause, autoRetryAt = null }: AdviceProps) {
  const { zone } = usePreferences();
  const { word, sentences } = adviceText(cause, autoRetryAt, useNow(60), zone);
  const link = safeLink(cause.known?.link ?? null);
  return (
    <p className="max-w-[52rem] text-muted">
      <b className={`font-strong ${colours[cause.advice.kind] ?? 'text-text'}`}>{word}</b>
      {sentences.map((sentence, place) => (
        <span key={sentence}>
          {place === 0 ? ' · ' : ' '}
          <WithTimes>{sentence}</WithTimes>
        </span>
      ))}
      {link && (
        <>
          {' '}
          <a
            className="text-text underline underline-offset-2"
            href={link}
            target="_blank"
            rel="noreferrer"
            aria-label={causeWords.fixLinkOf(cause.title)}
          >
            {causeWords.fixLink}
          </a>
        </>
      )}
    </p>
  );
}

import { type AdvisedCause, adviceSentences, safeLink } from '#lib/cause-text.ts';
import { dayClock } from '#lib/time.ts';
import { words } from '#lib/words.ts';
import { causeWords } from '#lib/words-causes.ts';
import { useNow } from './use-now.ts';
import { usePreferences } from './use-preferences.ts';
import { WithTimes } from './with-times.tsx';

const colours: Partial<Record<AdvisedCause['advice']['kind'], string>> = {
  danger: 'text-failed',
  'fix-first': 'text-warning',
};

/** The advice for a cause, with its evidence, and a link to how others fixed it; `autoRetryAt` where Veeam will try this job by itself. */
export function CauseAdvice({ cause, autoRetryAt = null }: { cause: AdvisedCause; autoRetryAt?: string | null }) {
  const { zone } = usePreferences();
  const now = useNow(60);
  const { kind } = cause.advice;
  const at = kind === 'wait' ? autoRetryAt : null;
  const link = safeLink(cause.known?.link ?? null);
  return (
    <p className="max-w-prose text-muted">
      <b className={`font-strong ${colours[kind] ?? 'text-text'}`}>
        {at === null ? causeWords.advice[kind] : words.can.veeamTries(dayClock(Date.parse(at), now, zone))}
      </b>
      {adviceSentences(cause, at).map((sentence) => (
        <span key={sentence}>
          {' · '}
          <WithTimes>{sentence}</WithTimes>
        </span>
      ))}
      {link && (
        <>
          {' '}
          <a href={link} target="_blank" rel="noreferrer" aria-label={causeWords.fixLinkOf(cause.title)}>
            {causeWords.fixLink}
          </a>
        </>
      )}
    </p>
  );
}

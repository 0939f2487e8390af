import type { JobCause } from '@retry-desk/contract';
import { causeWords } from '#lib/words-causes.ts';
import { AdviceLine } from '#ui/advice-line.tsx';
import { causeFacts } from './cause-facts.ts';
import { jobWords as words } from './words.ts';

/** The causes of the newest failed run of a job, the one of the most machines first, with the advice for each. */
export function JobCauses({ causes, autoRetryAt }: { causes: readonly JobCause[]; autoRetryAt: string | null }) {
  if (causes.length === 0) return null;
  return (
    <section aria-labelledby="job-causes" className="border-t border-line px-5 py-3.5">
      <h2 id="job-causes" className="font-heavy">
        {words.causes}
      </h2>
      <ul className="m-0 list-none p-0">
        {causes.map((cause) => {
          const family = causeWords.family(cause.family);
          return (
            <li key={cause.key} className="grid gap-0.5 py-1.5">
              <p>
                <b className="font-strong">{cause.title}</b>
                {family && <span className="text-muted"> · {family}</span>}
              </p>
              <AdviceLine cause={cause} autoRetryAt={autoRetryAt} />
              <p className="text-muted">{causeFacts(cause)}</p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

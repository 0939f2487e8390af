import { causeWords } from '#lib/words-causes.ts';
import { StateMark } from '#ui/state-mark.tsx';
import { WithTimes } from '#ui/with-times.tsx';
import type { Danger } from './dangers.ts';

/** Harm that a retry may do, before the press. */
export function DangerList({ dangers, of }: { dangers: readonly Danger[]; of: number }) {
  return dangers.map(({ evidence, jobs }) => (
    <p key={evidence} className="mb-3 flex items-baseline gap-2.25 rounded-control bg-failed-bg px-3 py-2">
      <StateMark state="warning" />
      <span className="min-w-0">
        <b className="font-strong text-failed">{causeWords.dangerFor(jobs, of)}</b> <WithTimes>{evidence}</WithTimes>
      </span>
    </p>
  ));
}

import type { AcknowledgementEnd, AttentionKind } from '@retry-desk/contract';
import type { Guid, Instant } from '@retry-desk/em-client';
import type { AcknowledgementRecord } from './acknowledgement-records.ts';

/** The state of a job, for its acknowledgement. */
export type AcknowledgedJob = {
  kinds: readonly AttentionKind[];
  /** The newest run that is over; null where there is none. */
  over: { id: Guid; isGood: boolean; hasFailed: boolean } | null;
  /** The causes of that run; empty while they are not known. */
  causeKeys: readonly string[];
  /** Its schedule is off, or it has none: it is late no more, and no run will show that. */
  isScheduleOff: boolean;
};

/**
 * Why an acknowledgement ends now; null where it goes on. It covers the trouble of its moment: a good run, its date,
 * a failure for another cause and trouble of another kind end it; for a late job, a schedule that is off. A job that needs nobody for the moment, since a run is in
 * progress, keeps it. `job`: undefined where Enterprise Manager lists it no more.
 */
export function acknowledgementEndOf(
  {
    kinds,
    overRunId,
    causeKeys,
    untilAt,
  }: Pick<AcknowledgementRecord, 'kinds' | 'overRunId' | 'causeKeys' | 'untilAt'>,
  job: AcknowledgedJob | undefined,
  now: Instant,
): AcknowledgementEnd | null {
  if (job === undefined) return 'job-gone';
  const isOtherRun = job.over !== null && job.over.id !== overRunId;
  if (isOtherRun && job.over?.isGood === true) return 'success';
  if (untilAt !== null && now >= untilAt) return 'expired';
  if (job.kinds.some((kind) => !kinds.includes(kind))) return 'another-kind';
  if (job.isScheduleOff && job.kinds.length === 0 && kinds.every((kind) => kind === 'overdue')) return 'schedule-off';
  const fails = isOtherRun && job.over?.hasFailed === true;
  return fails && job.causeKeys.some((key) => !causeKeys.includes(key)) ? 'another-cause' : null;
}

/** The causes to be taken over: those of the very run that was acknowledged, where none was known then. */
export function causesToLearn(
  { overRunId, causeKeys }: Pick<AcknowledgementRecord, 'overRunId' | 'causeKeys'>,
  job: AcknowledgedJob | undefined,
): readonly string[] {
  const isSameRun = job !== undefined && job.over?.id === overRunId;
  return isSameRun && causeKeys.length === 0 ? job.causeKeys : [];
}

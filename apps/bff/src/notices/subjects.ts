import type { RetryState } from '@retry-desk/contract';
import { iso } from '#iso.ts';
import type { Announcement, EndedMember, JobTrouble } from './groups.ts';

/** The words of a notice beside its facts. */
export type Words = { subject: string; lines: string[] };

const jobs = (count: number): string => (count === 1 ? '1 job' : `${count} jobs`);

const troubles: Record<JobTrouble, (count: number) => string> = {
  failed: (count) => `${jobs(count)} failed`,
  overdue: (count) => `${jobs(count)} did not run when expected`,
  hung: (count) => `${jobs(count)} ${count === 1 ? 'hangs' : 'hang'}`,
};

/** Number, cause and state on one line. `what`: the cause, or the backup server. */
export function wordsOfJobs(trouble: JobTrouble, announcement: Announcement, what: string): Words {
  const { status, members, ended, before } = announcement;
  if (status === 'resolved') return wordsOfResolved(announcement, what);
  const only = members.length === 1 ? ` (${members[0]?.name})` : '';
  const subject = `${troubles[trouble](members.length)}: ${what}${only}`;
  const changes =
    before > 0 && before !== members.length ? [`The last notice named ${jobs(before)}.`, ...linesOfEnds(ended)] : [];
  return { subject, lines: [...changes, ...linesOfAcknowledged(announcement)] };
}

function linesOfAcknowledged({ acknowledged: count }: Announcement): string[] {
  return count === 0 ? [] : [`${count} acknowledged ${count === 1 ? 'job is' : 'jobs are'} not counted.`];
}

function wordsOfResolved(announcement: Announcement, what: string): Words {
  const { ended } = announcement;
  const lines = [...linesOfEnds(ended), ...linesOfAcknowledged(announcement)];
  // Without a run that proves it nothing is called recovered: what started, or ended, may have failed.
  const proven = ended.filter(({ end }) => end.kind === 'recovered').length;
  if (proven > 0 && proven === ended.length) return { subject: `recovered: ${what} (${jobs(proven)})`, lines };
  const number = proven === 0 ? jobs(ended.length) : `${proven} of ${jobs(ended.length)} recovered`;
  return { subject: `closed: ${what} (${number})`, lines };
}

const ends: Record<EndedMember['end']['kind'], (count: number) => string> = {
  recovered: (count) => `${jobs(count)} backed up since.`,
  started: (count) => `${jobs(count)} ${count === 1 ? 'has' : 'have'} run since.`,
  'run-ended': (count) => `The ${count === 1 ? 'run' : 'runs'} of ${jobs(count)} ended.`,
  'another-cause': (count) =>
    `${jobs(count)} ${count === 1 ? 'has' : 'have'} another cause, or another backup server, now.`,
  'not-listed': (count) =>
    `Enterprise Manager lists ${jobs(count)}, or ${count === 1 ? 'its run' : 'their runs'}, no more.`,
  withdrawn: (count) =>
    `${jobs(count)} ${count === 1 ? 'does' : 'do'} not count any more: the schedule, or the usual time of a run, is another.`,
};

function linesOfEnds(ended: readonly EndedMember[]): string[] {
  const byKind = Map.groupBy(ended, ({ end }) => end.kind);
  return [...byKind].map(([kind, members]) => ends[kind](members.length));
}

export function wordsOfMoreCauses(announcement: Announcement): Words {
  const { members, ended, status } = announcement;
  const causes = new Set([...members, ...ended].map(({ key }) => key)).size;
  const what = `${causes} more ${causes === 1 ? 'cause' : 'causes'}`;
  if (status === 'resolved') return wordsOfResolved(announcement, what);
  const lines = [...linesOfEnds(ended), ...linesOfAcknowledged(announcement)];
  return { subject: `and ${what}: ${troubles.failed(members.length)}`, lines };
}

/** `about`: what is known of it, in the words of the board. */
export function wordsOfEm({ event, status, since }: Announcement, about: string | null): Words {
  const at = iso(since);
  const lines = about === null ? [] : [about];
  if (event === 'unreachable')
    return status === 'resolved'
      ? { subject: `recovered: Enterprise Manager responds again (it did not since ${at})`, lines: [] }
      : {
          subject: `Enterprise Manager has not responded since ${at}`,
          lines: [...lines, 'Nothing is known of any job from then on.'],
        };
  return status === 'resolved'
    ? { subject: `recovered: Enterprise Manager lists new runs again (its data ended at ${at})`, lines: [] }
    : {
        subject: `Enterprise Manager has listed nothing new since ${at}`,
        lines: ['It responds, but it may collect nothing from its backup servers: later failures are not visible.'],
      };
}

const outcomes: Record<RetryState, string> = {
  requested: 'requested',
  accepted: 'accepted',
  triggered: 'triggered',
  unseen: 'not visible yet',
  running: 'running',
  succeeded: 'backed up',
  warning: 'backed up with warnings',
  failed: 'failed again',
  refused: 'refused by Enterprise Manager',
  unconfirmed: 'not confirmed: nobody has seen its run',
  stopped: 'stopped',
};

export function wordsOfRetry(jobName: string, state: RetryState, requestedBy: string): Words {
  return { subject: `Retry of ${jobName}: ${outcomes[state]}`, lines: [`Requested by ${requestedBy}.`] };
}

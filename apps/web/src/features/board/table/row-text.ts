import { endOfRun, type JobRow } from '@retry-desk/contract';
import { pages } from '#lib/paths.ts';
import { full, type Zone, zoneName } from '#lib/time.ts';
import { words } from '#lib/words.ts';
import { reasonGroups } from './reason-groups.ts';

/** A row as a ticket or a chat needs it: the job and since when, its cause, each reason whole with its machines, and a link. */
export function rowText(job: JobRow, zone: Zone, origin: string): string {
  const at = Date.parse(job.run ? endOfRun(job.run) : '');
  const when = Number.isNaN(at) ? '' : `, ${full(at, zone)} ${zoneName(at, zone)}`;
  const reasons = reasonGroups(job.reasons).map(({ machines, text }) =>
    [machines.filter(Boolean).join(', '), text].filter(Boolean).join(': '),
  );
  const cause = job.cause ? [words.board.causeIs(job.cause.title)] : [];
  return [
    `${job.name}: ${words.board.jobState[job.state]}${when}`,
    ...cause,
    ...reasons,
    `${origin}${pages.job(job.id)}`,
  ].join('\n');
}

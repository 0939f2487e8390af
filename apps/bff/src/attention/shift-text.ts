import type { Acknowledged, AcknowledgementEnd, HandOver, JobRow, Outage, Task } from '@retry-desk/contract';
import { inLine } from '#in-line.ts';
import { HAND_OVER_STREAK } from './hand-over.ts';

const ends: Record<AcknowledgementEnd, string> = {
  success: 'ended by a good run',
  expired: 'ended on its date',
  'another-cause': 'ended: the job failed for another cause',
  'another-kind': 'ended: the job has trouble of another kind',
  replaced: 'replaced',
  withdrawn: 'withdrawn',
  'job-gone': 'ended: the job is no longer listed',
  'schedule-off': 'ended: the schedule of the job is off',
};

const away: Record<Outage['what'], string> = {
  'enterprise-manager': 'Enterprise Manager was not responding',
  desk: 'Retry Desk was not running',
  collection: 'Enterprise Manager listed no new run',
};

/** The hand-over as plain text, for a mail or a ticket; times are of this zone. */
export function shiftText(shift: HandOver, zone: string): string {
  const at = momentsIn(zone, shift.until);
  const { failed, repairedInAll, retriesInAll, attention } = shift;
  const atLeast = isPartlyRead(shift) ? 'at least ' : '';
  const open = attention.filter(({ acknowledged }) => acknowledged === undefined);
  const known = attention.flatMap((row) => (row.acknowledged ? [knownLine(row, row.acknowledged, at)] : []));
  const parts: [title: string, lines: string[]][] = [
    [`Needs attention now: ${open.length}`, open.map((row) => attentionLine(row, at))],
    [`Known: ${known.length}`, known],
    [
      `Retries: ${retriesInAll}`,
      listed(
        shift.retries.map((task) => retryLine(task, at)),
        retriesInAll,
      ),
    ],
    [
      `Repaired themselves: ${atLeast}${repairedInAll}`,
      listed(
        shift.repaired.map(
          ({ jobName, failedAt, goodAt }) => `${inLine(jobName)}: failed ${at(failedAt)}, good ${at(goodAt)}`,
        ),
        repairedInAll,
      ),
    ],
    [
      `Acknowledgements: ${shift.acknowledgements.length}`,
      shift.acknowledgements.map(
        ({ jobName, by, note, ticket, at: made, end, endedAt }) =>
          `${inLine(jobName)}: ${inLine(by)}, ${at(made)}: ${inLine(note)}${ticketText(ticket)}` +
          (end === null || endedAt === null ? '' : `; ${ends[end]} ${at(endedAt)}`),
      ),
    ],
    [
      `Outages: ${shift.outages.length}`,
      shift.outages.map(
        ({ what, from, until }) => `${away[what]} from ${at(from)}${until === null ? ', still' : ` to ${at(until)}`}`,
      ),
    ],
  ];
  const head = [
    `Retry Desk hand-over, ${at(shift.since)} to ${at(shift.until)} (${zone})`,
    `Failed in this time: ${atLeast}${counted(failed.jobs, 'job')}, ${counted(failed.runs, 'run')}`,
    ...doubtsOf(shift, at),
  ];
  const body = parts.map(([title, lines]) => [title, ...lines.map((line) => `- ${line}`)].join('\n'));
  return `${[head.join('\n'), ...body].join('\n\n')}\n`;
}

/** Whether runs of this time have still to be read: what is counted of them is the least. */
function isPartlyRead({ em: { readSince }, since }: HandOver): boolean {
  return readSince !== undefined && Date.parse(readSince) > Date.parse(since);
}

/** Why a hand-over, an empty one too, may not be the whole truth. */
export function doubtsOf(shift: HandOver, at: At): string[] {
  const { state, silentSince, readSince } = shift.em;
  return [
    shift.jobs === 0 && 'Enterprise Manager lists no job',
    state !== 'ok' && 'Enterprise Manager is not fully responding: these data may be out of date',
    silentSince && `Enterprise Manager lists no new run since ${at(silentSince)}: later ones may be missing`,
    readSince && isPartlyRead(shift) && `Runs before ${at(readSince)} have not been read yet`,
  ].filter((doubt) => typeof doubt === 'string');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function listed(lines: string[], inAll: number): string[] {
  return inAll > lines.length ? [...lines, `and ${inAll - lines.length} more`] : lines;
}

type At = (moment: string) => string;

/** `29 Nov 18:00`, with its year where that is another one than that of `until`. */
function momentsIn(zone: string, until: string): At {
  const day = { timeZone: zone, day: '2-digit', month: 'short' } as const;
  const clock = { hour: '2-digit', minute: '2-digit' } as const;
  const inThisYear = new Intl.DateTimeFormat('en-GB', { ...day, ...clock });
  const inAnother = new Intl.DateTimeFormat('en-GB', { ...day, year: 'numeric', ...clock });
  const year = new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric' });
  return (moment) => {
    const date = new Date(moment);
    const isOfThisYear = year.format(date) === year.format(new Date(until));
    return (isOfThisYear ? inThisYear : inAnother).format(date).replace(',', '');
  };
}

/** Why a row needs somebody, in words. */
export function attentionText(row: JobRow, at: At): string {
  if (row.hung !== undefined) return `running since ${at(row.hung.since)}`;
  const late = row.overdue && overdueWords(row.overdue, at);
  if (row.attention === 'overdue' && late) return late;
  const failed = row.state === 'unknown' ? 'result unknown' : `failed${row.streak > 1 ? ` ${streakText(row)}` : ''}`;
  return [failed, late].filter(Boolean).join(', ');
}

function streakText({ streak, readSince }: JobRow): string {
  return `${streak}×${readSince === undefined ? '' : ' or more'}`;
}

/** The reason of a row's failure; empty where none is listed. */
export function whyOf({ cause, reasons }: JobRow): string {
  return cause?.title ?? reasons.find(({ text }) => text !== '')?.text ?? '';
}

function overdueWords({ neverRan, expectedAt }: NonNullable<JobRow['overdue']>, at: At): string {
  if (neverRan) return 'never ran';
  return expectedAt === null ? 'overdue' : `overdue, expected ${at(expectedAt)}`;
}

function attentionLine(row: JobRow, at: At): string {
  const handOver = row.streak >= HAND_OVER_STREAK ? ' [hand over]' : '';
  const good = row.lastSuccessAt === null ? '' : `, last success ${at(row.lastSuccessAt)}`;
  const why = whyOf(row);
  return `${inLine(row.name)}: ${attentionText(row, at)}${good}${why ? `: ${inLine(why)}` : ''}${handOver}`;
}

function knownLine(row: JobRow, { by, note, ticket }: Acknowledged, at: At): string {
  return `${inLine(row.name)}: ${attentionText(row, at)}; ${inLine(by)}: ${inLine(note)}${ticketText(ticket)}`;
}

function ticketText(ticket: string | null): string {
  return ticket === null ? '' : ` (${inLine(ticket)})`;
}

function retryLine({ jobName, requestedBy, requestedAt, state, note }: Task, at: At): string {
  return `${inLine(jobName)}: ${state}, by ${inLine(requestedBy)} ${at(requestedAt)}${note ? `: ${inLine(note)}` : ''}`;
}

import { type HandOver, isOpen, needsSince } from '@retry-desk/contract';
import { type CsvColumn, type CsvForm, csvAnswer } from '#csv.ts';
import type { Turns } from '#store/turns.ts';
import { attentionText, doubtsOf, whyOf } from './shift-text.ts';

type Line = {
  part: 'doubt' | 'attention' | 'known' | 'retry' | 'repaired' | 'acknowledgement' | 'outage';
  job: string | null;
  what: string;
  why: string | null;
  from: string | null;
  until: string | null;
  by: string | null;
  note: string | null;
  ticket: string | null;
  jobId: string | null;
};

const columns: readonly CsvColumn<Line>[] = [
  { name: 'part', cell: (line) => line.part },
  { name: 'job', cell: (line) => line.job },
  { name: 'what', cell: (line) => line.what },
  { name: 'why', cell: (line) => line.why },
  { name: 'from', cell: (line) => line.from },
  { name: 'until', cell: (line) => line.until },
  { name: 'by', cell: (line) => line.by },
  { name: 'note', cell: (line) => line.note },
  { name: 'ticket', cell: (line) => line.ticket },
  { name: 'jobId', cell: (line) => line.jobId },
];

/** The hand-over as a table; times are ISO 8601 in UTC. */
export function shiftCsv(form: CsvForm, shift: HandOver, { now, exports }: { now: number; exports: Turns }) {
  async function* slices(): AsyncGenerator<readonly Line[]> {
    yield linesOf(shift);
  }
  return csvAnswer(form, { name: 'hand-over', now, exports }, columns, slices());
}

function linesOf(shift: HandOver): Line[] {
  const none = { job: null, why: null, from: null, until: null, by: null, note: null, ticket: null, jobId: null };
  const asIs = (moment: string) => moment;
  const more = (part: Line['part'], listed: number, inAll: number): Line[] =>
    inAll > listed ? [{ ...none, part, what: `and ${inAll - listed} more` }] : [];
  return [
    ...doubtsOf(shift, asIs).map((what): Line => ({ ...none, part: 'doubt', what })),
    ...shift.attention.map((row): Line => {
      const { acknowledged } = row;
      return {
        part: acknowledged === undefined ? 'attention' : 'known',
        job: row.name,
        what: attentionText(row, asIs),
        why: whyOf(row) || null,
        from: needsSince(row),
        until: null,
        by: acknowledged?.by ?? null,
        note: acknowledged?.note ?? null,
        ticket: acknowledged?.ticket ?? null,
        jobId: row.id,
      };
    }),
    ...shift.retries.map((task): Line => {
      const until = isOpen(task.state) ? null : (task.steps.at(-1)?.at ?? null);
      const { jobName: job, state: what, requestedAt: from, requestedBy: by, note, jobId } = task;
      return { ...none, part: 'retry', job, what, from, until, by, note, jobId };
    }),
    ...more('retry', shift.retries.length, shift.retriesInAll),
    ...shift.repaired.map(
      ({ jobName: job, jobId, failedAt: from, goodAt: until }): Line => ({
        ...none,
        part: 'repaired',
        job,
        what: 'good without a retry from here',
        from,
        until,
        jobId,
      }),
    ),
    ...more('repaired', shift.repaired.length, shift.repairedInAll),
    ...shift.acknowledgements.map(
      ({ jobName: job, jobId, by, note, ticket, kind, end, at: from, endedAt: until }): Line => ({
        ...none,
        part: 'acknowledgement',
        job,
        what: end === null ? kind : `${kind}: ${end}`,
        from,
        until,
        by,
        note,
        ticket,
        jobId,
      }),
    ),
    ...shift.outages.map(({ what, from, until }): Line => ({ ...none, part: 'outage', what, from, until })),
  ];
}

import type { JobRow, ListedState } from '@retry-desk/contract';
import { type CsvColumn, type CsvForm, csvAnswer } from '#csv.ts';
import type { Turns } from '#store/turns.ts';

/** Rows written at once: some milliseconds of everybody's time. */
const SLICE = 200;

/** Jobs with their newest run as a table; times are ISO 8601 in UTC. */
const columns: readonly CsvColumn<JobRow>[] = [
  { name: 'job', cell: (row) => row.name },
  { name: 'state', cell: (row) => row.state },
  { name: 'platform', cell: (row) => row.platform },
  { name: 'backupServer', cell: (row) => row.backupServer },
  { name: 'runStartedAt', cell: (row) => row.run?.startedAt ?? null },
  { name: 'runEndedAt', cell: (row) => row.run?.endedAt ?? null },
  { name: 'runResult', cell: (row) => row.run?.result ?? null },
  { name: 'machinesFailed', cell: (row) => row.run?.machinesFailed ?? null },
  { name: 'machinesTotal', cell: (row) => row.run?.machinesTotal ?? null },
  {
    name: 'reasons',
    cell: (row) => row.reasons.map(({ machine, text }) => (machine ? `${machine}: ${text}` : text)).join('\n'),
  },
  { name: 'cause', cell: (row) => row.cause?.title ?? null },
  { name: 'advice', cell: (row) => row.cause?.advice.kind ?? null },
  { name: 'streak', cell: (row) => row.streak },
  { name: 'lastSuccessAt', cell: (row) => row.lastSuccessAt },
  { name: 'veeamRetriesAt', cell: (row) => row.autoRetryAt },
  { name: 'nextRunAt', cell: (row) => row.nextRunAt },
  { name: 'lastRetry', cell: (row) => row.openRetry?.state ?? row.lastRetry?.state ?? null },
  { name: 'lastRetryAt', cell: (row) => row.openRetry?.requestedAt ?? row.lastRetry?.requestedAt ?? null },
  { name: 'jobId', cell: (row) => row.id },
  { name: 'runId', cell: (row) => row.run?.id ?? null },
  { name: 'attention', cell: (row) => row.attention ?? null },
  { name: 'expectedAt', cell: (row) => row.overdue?.expectedAt ?? null },
  { name: 'hungSince', cell: (row) => row.hung?.since ?? null },
  { name: 'acknowledgedBy', cell: (row) => row.acknowledged?.by ?? null },
  { name: 'ticket', cell: (row) => row.acknowledged?.ticket ?? null },
];

async function* rowSlices(rows: readonly JobRow[]): AsyncGenerator<readonly JobRow[]> {
  for (let first = 0; first === 0 || first < rows.length; first += SLICE) yield rows.slice(first, first + SLICE);
}

type About = { state: ListedState; now: number; exports: Turns };

/** These rows as a file, named after the state they are in. */
export function jobCsv(form: CsvForm, { state, now, exports }: About, rows: readonly JobRow[]) {
  return csvAnswer(form, { name: `${state}-jobs`, now, exports }, columns, rowSlices(rows));
}

import { byUrgency, type WallJob } from './urgency.ts';

/** Jobs that failed for one cause, most urgent first. */
export type WallGroup = { title: string; jobs: readonly WallJob[] };

/** A row of the wall: a job, or all jobs of a cause that several have. */
export type WallRow = { id: string; job: WallJob } | { id: string; group: WallGroup };

/** The key under which a job folds with others. A reason that says nothing never joins jobs, as they may have nothing in common. */
function foldsBy({ cause, acknowledged }: WallJob): string | null {
  if (!cause || cause.family === 'says-nothing') return null;
  return acknowledged ? `known ${cause.key}` : cause.key;
}

/** The rows of the wall, most urgent first; jobs of one cause fold into one row, which stands where its most urgent job would. */
export function wallRows(jobs: readonly WallJob[]): WallRow[] {
  const rows: WallRow[] = [];
  const byCause = new Map<string, WallJob[]>();
  for (const job of byUrgency(jobs)) {
    const key = foldsBy(job);
    const own = key === null ? undefined : byCause.get(key);
    if (own) {
      own.push(job);
      continue;
    }
    if (key === null || !job.cause) {
      rows.push({ id: job.id, job });
      continue;
    }
    const begun = [job];
    byCause.set(key, begun);
    rows.push({ id: key, group: { title: job.cause.title, jobs: begun } });
  }
  return rows.map((row) => {
    if (!('group' in row)) return row;
    const [only, ...others] = row.group.jobs;
    return only && others.length === 0 ? { id: only.id, job: only } : row;
  });
}

/** The jobs of a row. */
export function jobsOf(row: WallRow): readonly WallJob[] {
  return 'group' in row ? row.group.jobs : [row.job];
}

/** The sum over the jobs of a cause. */
export type GroupSum = {
  /** Each machine once; those that are not named are counted for each job. */
  machines: number;
  /** The results of some job have not been read yet. */
  atLeast: boolean;
  /** The job with the longest streak. */
  worst: WallJob;
  /** In milliseconds. */
  newestFailure: number;
  retrying: number;
};

export function groupSum({ jobs }: WallGroup): GroupSum {
  const names = new Set(jobs.flatMap(({ machines }) => machines));
  const unnamed = jobs.map(({ machinesFailed, machines }) => Math.max(0, (machinesFailed ?? 0) - machines.length));
  return {
    machines: names.size + unnamed.reduce((sum, count) => sum + count, 0),
    atLeast: jobs.some(({ machinesFailed }) => machinesFailed === null),
    worst: jobs.reduce((worst, job) => (job.streak > worst.streak ? job : worst)),
    newestFailure: Math.max(...jobs.flatMap(({ failedAt }) => (failedAt === null ? [] : Date.parse(failedAt)))),
    retrying: jobs.filter(({ retrying }) => retrying).length,
  };
}

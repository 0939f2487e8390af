import type { AgentJob, Guid, Instant } from '@retry-desk/em-client';
import type { Store } from '#store/open-store.ts';

/** Since when a job is known, and since when its schedule is as it is now. */
export type Seen = { firstSeenAt: Instant; scheduleSince: Instant };

type Entry = Seen & { schedule: string };

const ROWS_AT_ONCE = 500;

/** The schedules of all jobs and since when they are so, in memory and in the store: a restart forgets none. */
export class JobSchedules {
  readonly #db: Store['db'];
  readonly #clock: { now(): number };
  readonly #jobs = new Map<Guid, Entry>();
  readonly #unwritten = new Set<Guid>();

  constructor({ db }: Pick<Store, 'db'>, clock: { now(): number }) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Called once, before anything is taken. @throws where the store is away */
  async load(): Promise<void> {
    for (const row of await this.#db.selectFrom('job_schedules').selectAll().execute())
      this.#jobs.set(row.job_id, {
        firstSeenAt: Number(row.first_seen_at),
        schedule: row.schedule,
        scheduleSince: Number(row.schedule_since),
      });
  }

  of(jobId: Guid): Seen | undefined {
    return this.#jobs.get(jobId);
  }

  take(job: AgentJob): void {
    const schedule = JSON.stringify([job.scheduleConfigured, job.scheduleEnabled, job.schedule] satisfies Settings);
    const known = this.#jobs.get(job.id);
    if (known?.schedule === schedule) return;
    const now = this.#clock.now();
    const scheduleSince = known && isSame(known.schedule, schedule) ? known.scheduleSince : now;
    this.#jobs.set(job.id, { firstSeenAt: known?.firstSeenAt ?? now, schedule, scheduleSince });
    this.#unwritten.add(job.id);
  }

  /** Writes what has been taken; what could not be written is written by a later call. @throws where the store is away */
  async flush(): Promise<void> {
    for (let ids = this.#next(); ids.length > 0; ids = this.#next()) {
      const taken = ids.flatMap((id) => {
        const entry = this.#jobs.get(id);
        return entry === undefined ? [] : [{ id, entry }];
      });
      await this.#write(taken);
      for (const { id, entry } of taken) if (this.#jobs.get(id) === entry) this.#unwritten.delete(id);
    }
  }

  #next(): Guid[] {
    return this.#unwritten.values().take(ROWS_AT_ONCE).toArray();
  }

  #write(taken: readonly { id: Guid; entry: Entry }[]): Promise<unknown> {
    return this.#db
      .insertInto('job_schedules')
      .values(
        taken.map(({ id, entry }) => ({
          job_id: id,
          first_seen_at: entry.firstSeenAt,
          schedule: entry.schedule,
          schedule_since: entry.scheduleSince,
        })),
      )
      .onConflict((conflict) =>
        conflict
          .column('job_id')
          .doUpdateSet((values) => ({
            schedule: values.ref('excluded.schedule'),
            schedule_since: values.ref('excluded.schedule_since'),
          }))
          // Another process may have seen it first.
          .whereRef('job_schedules.schedule', '!=', 'excluded.schedule'),
      )
      .execute();
  }
}

type Settings = [AgentJob['scheduleConfigured'], AgentJob['scheduleEnabled'], AgentJob['schedule']];

/** Whether only a clock has changed: the time of day is the same by one clock or by the other. */
function isSame(before: string, after: string): boolean {
  return [0, 1].some((share) => withoutClock(before, share) === withoutClock(after, share));
}

function withoutClock(text: string, share: number): string {
  const [configured, enabled, schedule]: Settings = JSON.parse(text);
  if (schedule === null || !('offsetMinutes' in schedule)) return text;
  const minute = (schedule.minute - share * schedule.offsetMinutes + 2 * 1440) % 1440;
  return JSON.stringify([configured, enabled, { ...schedule, minute, offsetMinutes: 0 }]);
}

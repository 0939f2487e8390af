import type { AgentJob, EnterpriseManager, Guid, Instant, Run, UnreadableElement } from '@retry-desk/em-client';
import { type Inventory, RETENTION_MS } from '#mirror/inventory.ts';
import { PlainFault } from '#mirror/link-health.ts';
import { MachineResultBacklog, runsWorthKeeping } from '#mirror/machine-result-backlog.ts';
import type { MachineResults } from '#mirror/machine-results.ts';
import { ForwardClock } from '#mirror/monotonic-clock.ts';
import { Backfill } from './backfill.ts';
import { BackgroundQueue } from './background-queue.ts';
import { DAY, dayOf, HOUR, hourOf, RunCounts } from './hourly-counts.ts';
import { initialLoad } from './initial-load.ts';
import { JobListSchedule } from './job-list-schedule.ts';
import { jobsWithoutRuns } from './jobs-without-runs.ts';
import { LateArrivals } from './late-arrivals.ts';
import { OverlapWindow } from './overlap-window.ts';
import { CHECK_INTERVALS, CheckSchedule, OVERLAP_MS, watermark } from './schedule.ts';
import { askForRun } from './unlisted-run.ts';
import { UnreadRuns } from './unread-runs.ts';

/** New jobs whose runs are requested one by one; more of them are found by reading the whole backfill again. */
const NEW_JOBS_ONE_BY_ONE = 25;
/** Runs taken in at once: more would stop everything else for longer than 10 ms. */
const RUNS_AT_ONCE = 2_000;
const RUNS_PER_EXPLANATION = 100;

/** The reads of Enterprise Manager that the board needs. */
export type EmReads = Pick<EnterpriseManager, 'agentJobs' | 'agentJobCount' | 'runs' | 'runCount' | 'run' | 'now'>;

export type DeltaReaderDeps = { em: EmReads; inventory: Inventory; machines: MachineResults };

/** The reads of a poll. Everything read before a failure stays in the inventory. @throws EmError */
export class DeltaReader {
  readonly #em: EmReads;
  readonly #inventory: Inventory;
  readonly #machines: MachineResults;
  readonly #backlog: MachineResultBacklog;
  readonly #time = new ForwardClock();
  readonly #schedule = new CheckSchedule();
  readonly #jobListSchedule = new JobListSchedule();
  readonly #counts = new RunCounts();
  readonly #overlap: OverlapWindow;
  readonly #late: LateArrivals;
  readonly #backfill: Backfill;
  readonly #background = new BackgroundQueue();
  /** New jobs whose runs have not been read yet. */
  readonly #newJobs = new BackgroundQueue();
  /** The beginning of the last checked day of the backfill. */
  #day = Number.NEGATIVE_INFINITY;
  /** When this process read the runs last. */
  #readAt: number | null = null;
  readonly #unread: UnreadRuns;
  /** Why the list of jobs is not as it should be; null where it is. */
  #jobsFault: { error: unknown } | null = null;

  constructor(deps: DeltaReaderDeps) {
    const { inventory, machines } = deps;
    // An unreadable run costs only itself, in every read.
    const em: EmReads = {
      agentJobs: (onUnreadable) => deps.em.agentJobs(onUnreadable),
      agentJobCount: () => deps.em.agentJobCount(),
      runs: (filter, onUnreadable) => deps.em.runs(filter, this.#noting(onUnreadable)),
      runCount: (filter) => deps.em.runCount(filter),
      run: (id) => deps.em.run(id),
      now: () => deps.em.now(),
    };
    this.#em = em;
    this.#unread = new UnreadRuns({ em, inventory, take: (runs) => this.#take(runs) });
    this.#inventory = inventory;
    this.#machines = machines;
    this.#backlog = new MachineResultBacklog(inventory, machines);
    this.#overlap = new OverlapWindow(em);
    this.#backfill = new Backfill({
      em,
      counts: this.#counts,
      jobs: () => this.#inventory.jobCount,
      take: (runs) => this.#take(runs),
    });
    this.#late = new LateArrivals({ em, counts: this.#counts, onMissing: (range) => this.#backfill.request(range) });
  }

  /** All jobs and the runs that decide their state. */
  async initialLoad(now: number): Promise<void> {
    const inventory = this.#inventory;
    this.#jobListSchedule.began(this.#time.at(now));
    const { base, readBackTo } = await initialLoad(
      {
        em: this.#em,
        takeJobs: (jobs, unread) => void this.#takeJobs(jobs, unread),
        sees: (since) => this.#counts.openAt(since),
        takeRuns: (runs) => this.#take(runs),
        readSlice: (range) => this.#backfill.readSlice(range),
        undecided: jobsWithoutRuns(inventory),
      },
      now,
    );
    this.#backfill.begin(base, readBackTo);
    this.#inventory.historyRead.set(this.#backfill.unread);
    this.#readAt = now;
  }

  /** Runs created or ended since the last good poll, and runs in progress. */
  async delta(now: number, lastGoodAt: number | null): Promise<void> {
    const since = this.#since(now, lastGoodAt);
    // Another process has polled since: runs created from the next hour on are seen by this process again.
    if (this.#readAt === null || lastGoodAt !== this.#readAt) this.#counts.openAt(hourOf(since) + HOUR);
    const heldBefore = this.#inventory.unfinished();
    const [recent, unfinished] = await Promise.all([this.#overlap.read(since), this.#em.runs({ unfinished: true })]);
    await this.#take([...recent.runs, ...unfinished]);
    recent.taken();
    this.#readAt = now;
    const listed = new Set(unfinished.map(({ id }) => id));
    const stillHeld = new Set(this.#inventory.unfinished().map(({ runId }) => runId));
    const asking = { em: this.#em, inventory: this.#inventory, take: (runs: readonly Run[]) => this.#take(runs) };
    for (const { jobId, runId } of heldBefore) {
      const isUnlisted = stillHeld.has(runId) && !listed.has(runId);
      if (isUnlisted) this.#background.add(`run ${runId}`, () => askForRun(asking, jobId, runId));
    }
  }

  /** A run of an unknown job was seen: the list of jobs is due. */
  requestJobList(): void {
    this.#jobListSchedule.request();
  }

  /** A list of jobs costs by its length: how often it is read follows the number of jobs. */
  jobsDue(now: number): boolean {
    return this.#jobListSchedule.isDue(this.#time.at(now));
  }

  /** The complete list of jobs, and the history of new ones. */
  async jobs(now: number): Promise<void> {
    // Noted before: a job that is too new for this list is requested again because of its run.
    this.#jobListSchedule.began(this.#time.at(now));
    const unread: UnreadableElement[] = [];
    const list = await this.#em
      .agentJobs((element) => unread.push(element))
      .catch((error: unknown) => {
        this.#jobListSchedule.failed();
        this.#jobsFault = { error };
        throw error;
      });
    const added = this.#takeJobs(list, unread);
    const { historyRead } = this.#inventory;
    if (added.length > NEW_JOBS_ONE_BY_ONE) {
      this.#backfill.startOver(this.#since(now, this.#readAt), new Set(added.map(({ id }) => id)));
      historyRead.set(this.#backfill.unread);
    } else {
      for (const { id } of added) {
        historyRead.expect(id, now);
        this.#newJobs.add(id, () => this.#historyOf(id));
      }
    }
    await this.#newJobs.run(Number.POSITIVE_INFINITY);
  }

  /** The known fault of the data, until it is read well; null where there is none. */
  get fault(): { error: unknown } | null {
    const error = this.#unread.fault() ?? (this.#inventory.isWithoutRuns ? noRuns(this.#inventory.jobCount) : null);
    return this.#jobsFault ?? (error === null ? null : { error });
  }

  /** Runs are known to be there that have not been read. */
  get behind(): boolean {
    return this.#backfill.behind;
  }

  /** The next poll finds more of them, and may come sooner. */
  get advances(): boolean {
    return this.#backfill.advances;
  }

  /**
   * Everything that a poll need not wait for: the backfill behind the first board, late arrivals, and runs that have
   * disappeared from the lists. Goes on for about so many milliseconds and is continued by the next call.
   */
  async backgroundReads(now: number, lastGoodAt: number | null, budgetMs: number): Promise<void> {
    const until = performance.now() + budgetMs;
    const since = this.#since(now, lastGoodAt);
    this.#counts.closeUntil(since);
    this.#scheduleChecks(since, this.#time.at(now));
    if (this.#newJobs.size > 0) this.#background.add('new jobs', () => this.#newJobs.run(until));
    for (const run of this.#machines.takeUnexplained())
      this.#background.add(`children ${run.id}`, () => this.#machines.readChildren(run));
    for (const [place, ask] of this.#unread.due(this.#time.at(now)).entries())
      this.#background.add(`unread ${place}`, ask);
    this.#background.add('history', () => this.#backfill.goOn(since, until));
    await this.#background.run(until).finally(() => this.#inventory.historyRead.set(this.#backfill.unread));
    const { fault } = this.#backfill;
    if (fault !== null) throw fault.error;
  }

  /** The machine results of newest runs, where they are not known yet; for about so many milliseconds. */
  async explanations(budgetMs: number): Promise<void> {
    const until = performance.now() + budgetMs;
    const wanted = await this.#backlog.now();
    for (
      let from = 0;
      from < wanted.length && (from === 0 || performance.now() < until);
      from += RUNS_PER_EXPLANATION
    ) {
      await this.#machines.read(wanted.slice(from, from + RUNS_PER_EXPLANATION), true);
    }
  }

  #since(now: number, lastGoodAt: number | null): Instant {
    return watermark(this.#inventory.newestEventAt, lastGoodAt, now) - OVERLAP_MS;
  }

  /** Queues the checks that are due; polls read everything after `since` anyway. */
  #scheduleChecks(since: Instant, at: number): void {
    const hour = hourOf(since);
    if (this.#schedule.take('hours', at)) {
      this.#background.add('hours', () => this.#late.hours(hour - 2 * HOUR, hour));
      if (this.#counts.openFrom <= hour) this.#background.add('open hour', () => this.#late.openHour(hour, since));
      this.#background.add('number of jobs', async () => this.#jobListSchedule.counted(await this.#em.agentJobCount()));
    }
    if (this.#schedule.take('day', at)) this.#background.add('day', () => this.#late.hours(hour - 26 * HOUR, hour));
    // Without counts everything is read again once a day.
    const turns = this.#late.counts ? Number.POSITIVE_INFINITY : DAY / CHECK_INTERVALS.slice;
    if (this.#schedule.take('slice', at)) this.#backfill.readAgain(since, turns);
    if (this.#schedule.take('history', at)) this.#checkNextDay(since);
  }

  /** One day of the history in turn, youngest first; then what is older than all of them is let go. */
  #checkNextDay(since: Instant): void {
    const oldest = since - RETENTION_MS;
    if (this.#day <= dayOf(oldest) || this.#day > hourOf(since)) this.#day = dayOf(hourOf(since));
    this.#day -= DAY;
    const day = this.#day;
    if (day > oldest) {
      this.#background.add(`day ${day}`, () => this.#late.day(day));
    } else {
      this.#inventory.forgetBefore(oldest);
      this.#machines.keepOnly(runsWorthKeeping(this.#inventory));
      this.#counts.forgetBefore(oldest);
    }
  }

  #takeJobs(list: readonly AgentJob[], unread: readonly UnreadableElement[]): AgentJob[] {
    const { added, missing, vanished } = this.#inventory.takeJobs(list, unread);
    this.#jobListSchedule.read(list.length, missing);
    const error = jobsFaultOf(list.length, vanished, unread);
    this.#jobsFault = error === null ? null : { error };
    return added;
  }

  #noting(onUnreadable: ((element: UnreadableElement) => void) | undefined): (element: UnreadableElement) => void {
    return (element) => {
      this.#unread.add(element);
      onUnreadable?.(element);
    };
  }

  async #historyOf(id: Guid): Promise<void> {
    if (this.#inventory.job(id) !== undefined) await this.#take(await this.#em.runs({ jobId: id }));
    this.#inventory.historyRead.hasRead(id);
  }

  async #take(runs: readonly Run[]): Promise<void> {
    for (let from = 0; from < runs.length; from += RUNS_AT_ONCE) {
      if (from > 0) await new Promise(setImmediate);
      const some = runs.slice(from, from + RUNS_AT_ONCE);
      if (this.#inventory.takeRuns(some).unknownJob) this.requestJobList();
      this.#counts.saw(some);
    }
    this.#unread.seen(runs);
    this.#inventory.takeRuns(await this.#unread.drain());
  }
}

/** Jobs without any run at all are rare; an empty list of runs looks the same. */
function noRuns(jobs: number): PlainFault {
  const ofJobs = jobs === 1 ? 'its one agent job' : `any of its ${jobs} agent jobs`;
  return new PlainFault(
    `it lists no run of ${ofJobs}, so their results are unknown. ` +
      'Look at the sessions and at the rights of our account in Enterprise Manager; if no job has run yet, this passes with the first run.',
  );
}

/** The fault of a list of jobs, for people. */
function jobsFaultOf(listed: number, vanished: number, unread: readonly UnreadableElement[]): PlainFault | null {
  if (vanished > 0) {
    const agentJobs = listed === 1 ? 'one agent job' : `${listed} agent jobs`;
    const were = vanished === 1 ? 'one was' : `${vanished} were`;
    const still =
      listed === 0 ? `no agent job any more, although ${were}` : `only ${agentJobs}, although ${vanished} more were`;
    return new PlainFault(
      `it lists ${still} known a moment ago. What is shown of them is what was known before. ` +
        'Look at the jobs and at the rights of our account in Enterprise Manager; if they were deleted, this passes by itself within a day.',
    );
  }
  const [element] = unread;
  if (element === undefined) return null;
  const count = unread.length === 1 ? 'one agent job' : `${unread.length} agent jobs`;
  const name = element.name === null ? '' : ` "${element.name}"`;
  return new PlainFault(
    `${count}${name} cannot be read (${element.call}: ${element.why}); shown is what was known of it before. ` +
      'Look at it in Enterprise Manager itself; all other jobs are read as usual.',
  );
}

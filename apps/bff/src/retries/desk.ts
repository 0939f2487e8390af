import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { BulkRetryAnswer, LastRetry, OpenRetry, Task, TaskList } from '@retry-desk/contract';
import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '#route.ts';
import { storeCall } from '#store/store-error.ts';
import { cancelTask, releaseRetry } from './cancel-task.ts';
import { CARD_AGE_MS, createCards, LAST_RETRY_MS } from './cards.ts';
import { logJournalCheck } from './check-journal.ts';
import type { DeskContext, DeskDeps } from './desk-context.ts';
import { createFollower } from './follower.ts';
import { type AnswersUnderWay, answerOnce } from './idempotency.ts';
import { readLive, readOwnRuns, readRetry } from './journal.ts';
import { readTaskList, type TaskListQuery, taskPages } from './list-tasks.ts';
import type { OperatorOrder } from './operator-order.ts';
import { type ExportedTask, presentTask } from './present.ts';
import { retryJob } from './retry-job.ts';
import { releaseLeases, takeOverAll } from './retry-leases.ts';
import { type BulkOrder, retryMany } from './retry-many.ts';
import type { RetryOrder } from './retry-order.ts';
import { stopJob } from './stop-job.ts';

/** Requests in progress get this long to be answered when the process stops; the journal holds the rest. */
const DRAIN_MS = 8_000;
const DRAIN_STEP_MS = 20;

/** Veeam's own attempts follow a run within hours; the owner of a run is of no use later, nor is the result of a retry. */
const OWN_RUNS_MS = LAST_RETRY_MS;

/** The retry desk: writes each wish down, sends it at most once, and follows it to what the backup came to. */
export type Desk = {
  /** Runs a failed job again, at most once. @throws Refusal when nothing was started. */
  retry(order: RetryOrder): Promise<Task>;
  /** Several jobs, each with its own result, in the order requested. */
  retryMany(order: BulkOrder): Promise<BulkRetryAnswer>;
  /** Ends a retry that has not triggered yet; `pending` where that is not decided yet. @throws Refusal `not-found`, `too-late`, `em-refused`, `em-unreachable` */
  cancelTask(order: OperatorOrder): Promise<'stopped' | 'pending'>;
  /** Frees the job of any open retry, without asking Enterprise Manager. @throws Refusal `not-found`, `too-late` */
  release(order: OperatorOrder): Promise<void>;
  /** Has the job of a running retry stopped. @throws Refusal; nothing was stopped then. */
  stopJob(order: OperatorOrder): Promise<Task>;
  /** One retry with all its steps. @throws Refusal `not-found`, `store-unavailable` */
  task(taskId: string): Promise<Task>;
  /** A page of retries, newest first. */
  tasks(query: TaskListQuery): Promise<TaskList>;
  /** All retries that fit, newest first, a page at a time. */
  tasksForExport(query: TaskListQuery): AsyncIterable<ExportedTask[]>;
  /** Open retries and those that ended in the last hour, newest first, from memory. */
  cards(): Task[];
  /** Whether a run was, or may have been, begun by a retry of ours in the last days, from memory. */
  mayBeOwnRun(run: { id: string; createdAt: number }, jobId: string): boolean;
  /** The retry that holds a job, from memory. */
  openRetry(jobId: string): OpenRetry | null;
  /** The newest retry of a job that is over, within the last days, from memory. */
  lastRetry(jobId: string): LastRetry | null;
  /** The failed run that a live retry was sent for, from memory; null before it is sent. */
  retriedRun(taskId: string): string | null;
  /** Called after any card has changed; returns how to end it. */
  onChange(listener: () => void): () => void;
  /** Takes up every open retry from the journal and begins to follow. */
  start(): Promise<void>;
  /** Takes no new retries, lets those on their way be answered, stops following. */
  stop(): Promise<void>;
};

export function createDesk(deps: DeskDeps): Desk {
  const underWay: AnswersUnderWay = new Map();
  let stopping = false;
  let checking: Promise<void> | null = null;
  let forget = () => {};
  const desk: DeskContext = {
    ...deps,
    owner: randomUUID(),
    cards: createCards(deps.clock),
    inFlight: new Set(),
    neverSent: new Set(),
    wake: () => follower.wake(),
    stopping: () => stopping,
  };
  const follower = createFollower(desk);

  function readCards(): Promise<void> {
    return desk.cards.refresh(() => readLive(desk, desk.clock.now() - CARD_AGE_MS));
  }

  async function retry(order: RetryOrder): Promise<Task> {
    const id = uuidv7({ msecs: desk.clock.now() });
    return answerOnce(desk, underWay, order, id, () => retryJob(desk, order, id));
  }

  return {
    retry,
    retryMany: (order) => retryMany(retry, desk.logger, order),
    cancelTask: (order) => cancelTask(desk, order),
    release: (order) => releaseRetry(desk, order),
    stopJob: (order) => stopJob(desk, order),
    async task(taskId) {
      const found = await storeCall(() => readRetry(desk, taskId));
      if (!found) throw new Refusal('not-found', 'There is no such task.');
      return presentTask(found);
    },
    tasks: (query) => readTaskList(desk, query),
    tasksForExport: (query) => taskPages(desk, query),
    cards: () => desk.cards.list(),
    openRetry: (jobId) => desk.cards.openRetry(jobId),
    lastRetry: (jobId) => desk.cards.lastRetry(jobId),
    mayBeOwnRun: (run, jobId) => desk.cards.mayBeOwnRun(run, jobId),
    retriedRun: (taskId) => desk.cards.retriedRun(taskId),
    onChange: (listener) => desk.cards.onChange(listener),
    async start() {
      if (desk.store.kind === 'sqlite') await takeOverAll(desk);
      await readCards();
      desk.cards.rememberRuns(await readOwnRuns(desk, desk.clock.now() - OWN_RUNS_MS));
      // An unanswered write may have been committed: the cards are made equal to the journal.
      forget = desk.store.watch.onChange(({ state }) => {
        if (state === 'ok')
          void readCards().catch((error) =>
            desk.logger.warn({ event: 'retry.cards-unreadable', err: error }, 'the cards of retries could not be read'),
          );
      });
      follower.start();
      checking = logJournalCheck(desk);
    },
    async stop() {
      stopping = true;
      forget();
      for (let waited = 0; desk.inFlight.size > 0 && waited < DRAIN_MS; waited += DRAIN_STEP_MS)
        await pause(DRAIN_STEP_MS);
      await Promise.all([follower.stop(), checking]);
      await releaseLeases(desk).catch((error) =>
        desk.logger.warn(
          { event: 'retry.leases-not-released', err: error },
          'the leases of retries could not be released',
        ),
      );
    },
  };
}

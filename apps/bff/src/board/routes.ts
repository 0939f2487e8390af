import {
  apiPaths,
  board as boardSchema,
  causeList,
  guid,
  historyDays,
  type JobCause,
  type JobRow,
  jobDetail,
  jobList,
  jobListQuery,
  type ListedCause,
  type Task,
  wallBoard,
} from '@retry-desk/contract';
import type { EnterpriseManager } from '@retry-desk/em-client';
import * as z from 'zod/mini';
import { csvForm, tableTypes } from '#csv.ts';
import type { Mirror } from '#mirror/mirror.ts';
import { type Caller, defineRoute, Refusal, type Route, type WallView } from '#route.ts';
import type { Turns } from '#store/turns.ts';
import type { Audit } from '#store/write-audit.ts';
import type { StructuredLogger } from '#telemetry/logger.ts';
import { jobWithoutAccounts, rowsWithoutAccounts } from '#without-accounts.ts';
import type { BoardRetries, PublishedBoard } from './board.ts';
import { createCollector } from './collect.ts';
import { jobCsv } from './job-csv.ts';
import { jobDetailOf } from './job-detail.ts';
import { machineRoutes } from './machine-routes.ts';
import { knownOrRefuse, notReadYet } from './not-read-yet.ts';
import { createCauseLists } from './publish/cause-lists.ts';
import { conditionalAnswer, createReadyAnswers, type PollHeaders } from './publish/conditional-answer.ts';
import { createJobLists, jobRows, narrowed } from './publish/job-lists.ts';
import type { Published } from './publish/publisher.ts';
import type { Representation } from './publish/representation.ts';
import { createWallRepresentations, type WallRepresentations } from './publish/wall-representations.ts';
import type { KnownAttention, KnownCauses } from './sources.ts';

export type BoardRoutesDeps = {
  mirror: Mirror;
  board: PublishedBoard;
  em: EnterpriseManager;
  clock: { now(): number };
  audit: Audit;
  logger: StructuredLogger;
  /** Of all exports one page is made at a time. */
  exports: Turns;
  retries: Pick<BoardRetries, 'openRetry' | 'lastRetry' | 'mayBeOwnRun'>;
  causes: Pick<KnownCauses, 'of'> & {
    /** All causes of now; the same list until something is otherwise. */
    list(): readonly ListedCause[];
    ofJob(jobId: string): Promise<JobCause[]>;
  };
  attention: KnownAttention;
  /** All retries of a job, newest first. */
  retriesOf: (jobId: string) => Promise<Task[]>;
};

const jobParams = z.strictObject({ id: guid });
const collectAnswer = z.object({
  asked: z.array(z.string()),
  refused: z.array(z.object({ server: z.string(), emMessage: z.nullable(z.string()) })),
});

/** The rows of the route table that read the board. */
export function boardRoutes(deps: BoardRoutesDeps): Route[] {
  const views = createWallRepresentations(deps.board);
  return [
    boardRoute(deps, views),
    wallRoute(deps, views),
    causesRoute(deps),
    jobsRoute(deps),
    jobRoute(deps),
    ...machineRoutes(deps),
    collectRoute(deps),
  ];
}

/** A frequently polled row: `shown` selects the published representation for this caller. */
function publishedRow(
  board: PublishedBoard,
  shown: (published: Published, caller: Caller) => Representation,
): Pick<Route, 'handler' | 'ready'> {
  const answerReady = createReadyAnswers();
  return {
    handler({ caller, header }) {
      const published = board.current();
      return conditionalAnswer(shown(published, caller), pollHeaders(board, published, caller), header);
    },
    ready(caller, header) {
      const published = board.current();
      return answerReady(shown(published, caller), pollHeaders(board, published, caller), header);
    },
  };
}

/** The view of somebody who is signed in, and of a link that leaves nothing out. */
const wholeWall: WallView = { servers: null, reasons: true };

function wallView(views: WallRepresentations, published: Published, { wall }: Caller): Representation {
  return views.of(published, wall ?? wholeWall);
}

function boardRoute({ board }: BoardRoutesDeps, views: WallRepresentations): Route {
  return defineRoute({
    method: 'GET',
    path: apiPaths.board,
    access: ['operator', 'viewer', 'wall'],
    summary: 'Jobs that are failed now, with the open retries; for a wall the same bytes as GET /api/wall.',
    isConditional: true,
    refuses: ['em-unreachable'],
    output: z.union([boardSchema, wallBoard]),
    ...publishedRow(board, (published, caller) => {
      if (caller.role === 'wall') return wallView(views, published, caller);
      return caller.role === 'operator' ? published.full : published.viewer;
    }),
  });
}

function wallRoute({ board }: BoardRoutesDeps, views: WallRepresentations): Route {
  return defineRoute({
    method: 'GET',
    path: apiPaths.wall,
    access: ['operator', 'viewer', 'wall'],
    summary:
      'The board for a wall: the same bytes for each role with the same view; a person gets all backup servers with their reasons.',
    isConditional: true,
    refuses: ['em-unreachable'],
    output: wallBoard,
    ...publishedRow(board, (published, caller) => wallView(views, published, caller)),
  });
}

function causesRoute({ board, causes }: BoardRoutesDeps): Route {
  const listOf = createCauseLists();
  return defineRoute({
    method: 'GET',
    path: apiPaths.causes,
    access: ['operator', 'viewer'],
    summary: 'The causes of the jobs that are failed now, those that touch the most machines first.',
    isConditional: true,
    refuses: ['em-unreachable'],
    output: causeList,
    handler({ caller, header }) {
      const published = board.current();
      if (published.board.counts.jobs === null) throw notReadYet();
      return conditionalAnswer(listOf(causes.list()), pollHeaders(board, published, caller), header);
    },
  });
}

function jobsRoute({ board, clock, exports }: BoardRoutesDeps): Route {
  const lists = { operator: createJobLists(), viewer: createJobLists() };
  return defineRoute({
    method: 'GET',
    path: apiPaths.jobs,
    access: ['operator', 'viewer'],
    summary:
      'Jobs with their newest run; as CSV for text/csv, as a file for spreadsheets for text/tab-separated-values. As CSV, failed includes jobs with an unknown result, as on the board.',
    isConditional: true,
    files: tableTypes,
    refuses: ['em-unreachable'],
    query: jobListQuery,
    output: jobList,
    async handler({ query, caller, header }) {
      const published = board.current();
      if (published.board.counts.jobs === null) throw notReadYet();
      const form = csvForm(header('accept'));
      const shown = (rows: readonly JobRow[]) => (caller.role === 'operator' ? rows : rowsWithoutAccounts(rows));
      if (form !== null) {
        const { state = 'all' } = query;
        const { failed } = published.board;
        const listed = state === 'attention' ? failed : state === 'failed' ? failed.filter(isFailed) : null;
        const rows = listed === null ? jobRows(shown(await board.rows()), query) : narrowed(shown(listed), query);
        return jobCsv(form, { state, now: clock.now(), exports }, rows);
      }
      const listOf = lists[caller.role === 'operator' ? 'operator' : 'viewer'];
      const list = listOf(shown(await board.rows()), query, published.lastGoodAt);
      return conditionalAnswer(list, pollHeaders(board, published, caller), header);
    },
  });
}

function jobRoute({ mirror, board, causes, attention, retries: desk, retriesOf }: BoardRoutesDeps): Route {
  return defineRoute({
    method: 'GET',
    path: apiPaths.job,
    access: ['operator', 'viewer'],
    summary: `One job with its runs of ${historyDays} days, their machine results and its retries.`,
    refuses: ['em-unreachable'],
    params: jobParams,
    output: jobDetail,
    async handler({ params: { id }, caller }) {
      const known = knownOrRefuse(board);
      const job = mirror.job(id)?.job;
      if (job === undefined) throw new Refusal('not-found', 'Enterprise Manager lists no such agent job.');
      const retries = await retriesOf(id);
      const runs = known.runsOf(id);
      const newest = runs.at(0);
      const cause = newest ? causes.of(id, newest.id) : null;
      const source = {
        job,
        runs,
        cause,
        causes: cause === null ? [] : await causes.ofJob(id),
        machines: mirror.machines,
        openRetry: desk.openRetry(id),
        lastRetry: desk.lastRetry(id),
        mayBeOwnRun: desk.mayBeOwnRun,
        retries,
        readSince: known.readSince?.(id) ?? null,
        late: attention.of(id),
        acknowledged: attention.acknowledged(id),
      };
      const detail = await jobDetailOf(source, mirror.now());
      return { status: 200, body: caller.role === 'operator' ? detail : jobWithoutAccounts(detail) };
    },
  });
}

function collectRoute({ board, em, audit, logger }: BoardRoutesDeps): Route {
  const collect = createCollector(em);
  return defineRoute({
    method: 'POST',
    path: apiPaths.collect,
    access: ['operator'],
    summary: 'Requests a collection from all backup servers now.',
    answers: [202],
    refuses: ['em-refused', 'em-unreachable'],
    output: collectAnswer,
    async handler({ caller, remoteAddress }) {
      const collected = await collect((servers) =>
        audit({
          kind: 'collect',
          user: caller.user,
          person: caller.person,
          address: remoteAddress,
          subject: servers.join(', '),
        }),
      );
      logger.info(
        { event: 'em.collection-requested', user: caller.user, servers: collected.asked.length },
        'collection requested',
      );
      // Not awaited: the result of the collection appears with this poll or the next ones.
      void board.refreshNow();
      return { status: 202, body: collected };
    },
  });
}

/** As the count of failed jobs: those of unknown result are among them. */
function isFailed({ state }: JobRow): boolean {
  return state === 'failed' || state === 'unknown';
}

function pollHeaders(board: PublishedBoard, { lastGoodAt, board: { em } }: Published, { user }: Caller): PollHeaders {
  return { lastGoodAt, emState: em.state, pollAfterMs: board.pollAfterMs(user) };
}

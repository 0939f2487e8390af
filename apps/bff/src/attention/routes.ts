import {
  type AcknowledgeRequest,
  acknowledgeAnswer,
  acknowledgementList,
  acknowledgeRequest,
  apiPaths,
  type HandOver,
  handOver as handOverSchema,
  shiftQuery,
  storedDays,
} from '@retry-desk/contract';
import * as z from 'zod/mini';
import { csvForm, tableTypes } from '#csv.ts';
import { namesType } from '#negotiate.ts';
import { type Caller, defineRoute, Refusal, type Route } from '#route.ts';
import { storeCall } from '#store/store-error.ts';
import type { Turns } from '#store/turns.ts';
import { rowsWithoutAccounts, taskWithoutAccounts } from '#without-accounts.ts';
import type { Acknowledgements, Orderer } from './acknowledgements.ts';
import { inShort, type Now, type ShiftDeps, shiftOf } from './shift.ts';
import { shiftCsv } from './shift-csv.ts';
import { shiftText } from './shift-text.ts';
import { isZone, lastHour, ownZone } from './zone-days.ts';

export type AttentionRoutesDeps = ShiftDeps & {
  acknowledgements: Acknowledgements;
  /** The jobs that fail for this cause now. */
  jobsOfCause: (key: string) => readonly string[];
  /** The board as it is now; null before Enterprise Manager has been read. */
  board: () => Now | null;
  /** Of all exports one page is made at a time. */
  exports: Turns;
};

/** Without a moment the hand-over begins where the last evening did. */
const SHIFT_BEGINS_AT = 18;
const DAY_MS = 24 * 60 * 60_000;

const idParams = z.strictObject({ id: z.uuid() });

export function attentionRoutes(deps: AttentionRoutesDeps): Route[] {
  return [...acknowledgementRoutes(deps), shiftRoute(deps), visitRoute(deps)];
}

function acknowledgementRoutes({ acknowledgements, jobsOfCause, board }: AttentionRoutesDeps): Route[] {
  const make = defineRoute({
    method: 'POST',
    path: apiPaths.acknowledgements,
    access: ['operator'],
    summary:
      'Acknowledge a job that needs attention, several, or all that fail for a cause now: until the next success or a moment within 30 days.',
    answers: [201],
    refuses: ['not-found', 'nothing-to-acknowledge', 'em-unreachable'],
    body: acknowledgeRequest,
    output: acknowledgeAnswer,
    async handler({ body, caller, remoteAddress }) {
      readOrRefuse(board);
      const { note, ticket, until } = body;
      const made = await acknowledgements.acknowledge({
        ...ordererOf(caller, remoteAddress),
        jobIds: jobIdsOf(body, jobsOfCause),
        note,
        ticket: ticket?.trim() || null,
        untilAt: until === 'next-success' ? null : Date.parse(until),
      });
      return { status: 201, body: made };
    },
  });
  const list = defineRoute({
    method: 'GET',
    path: apiPaths.acknowledgements,
    access: ['operator', 'viewer'],
    summary: 'Acknowledgements: open ones, then those that ended in 30 days, newest first.',
    output: acknowledgementList,
    handler: async () => ({ status: 200, body: { acknowledgements: await acknowledgements.list() } }),
  });
  const withdraw = defineRoute({
    method: 'DELETE',
    path: apiPaths.acknowledgement,
    access: ['operator'],
    summary: 'Withdraw an acknowledgement.',
    answers: [204],
    params: idParams,
    async handler({ params, caller, remoteAddress }) {
      await acknowledgements.withdraw(params.id, ordererOf(caller, remoteAddress));
      return { status: 204 };
    },
  });
  return [make, list, withdraw];
}

function shiftRoute(deps: AttentionRoutesDeps): Route {
  const { board, clock, exports } = deps;
  return defineRoute({
    method: 'GET',
    path: apiPaths.shift,
    access: ['operator', 'viewer'],
    summary:
      'What the next shift has to know, since a moment or else since the last 18:00; as text for text/plain, as CSV for text/csv, as a file for spreadsheets for text/tab-separated-values.',
    files: ['text/plain', ...tableTypes],
    refuses: ['em-unreachable'],
    query: shiftQuery,
    output: handOverSchema,
    async handler({ query, caller, header }) {
      const now = readOrRefuse(board);
      const zone = query.zone ?? ownZone();
      if (!isZone(zone)) throw new Refusal('bad-request', 'zone is no time zone: give a name such as Europe/Vienna.');
      const since =
        query.since === undefined
          ? lastHour(zone, clock.now(), SHIFT_BEGINS_AT)
          : possibleSince(query.since, clock.now());
      const made = shownTo(caller, await shiftOf(deps, now, { since, zone, person: caller.person }));
      const accept = header('accept');
      const form = csvForm(accept);
      if (form !== null) return shiftCsv(form, made, { now: clock.now(), exports });
      if (namesType(accept, 'text/plain'))
        return { status: 200, contentType: 'text/plain; charset=utf-8', body: shiftText(made, zone) };
      return { status: 200, body: inShort(made) };
    },
  });
}

function visitRoute({ visits }: AttentionRoutesDeps): Route {
  return defineRoute({
    method: 'POST',
    path: apiPaths.shiftVisits,
    access: ['operator', 'viewer'],
    browserOnly: true,
    summary: 'Note that this person has looked at the hand-over now.',
    answers: [204],
    async handler({ caller }) {
      await storeCall(() => visits.note(caller.person));
      return { status: 204 };
    },
  });
}

function readOrRefuse(board: AttentionRoutesDeps['board']): Now {
  const now = board();
  if (now === null) throw new Refusal('em-unreachable', 'Enterprise Manager has not been read yet.');
  return now;
}

function ordererOf({ user, person }: Caller, address: string): Orderer {
  return { user, person, address };
}

function jobIdsOf(body: AcknowledgeRequest, jobsOfCause: AttentionRoutesDeps['jobsOfCause']): readonly string[] {
  if ('jobId' in body) return [body.jobId];
  return 'jobIds' in body ? body.jobIds : jobsOfCause(body.causeKey);
}

/** A moment of which runs are still known, and none that is to come. */
function possibleSince(text: string, now: number): number {
  return Math.min(now, Math.max(now - storedDays * DAY_MS, Date.parse(text)));
}

function shownTo({ role }: Caller, made: HandOver): HandOver {
  if (role === 'operator') return made;
  return {
    ...made,
    em: { ...made.em, message: null },
    attention: [...rowsWithoutAccounts(made.attention)],
    retries: made.retries.map(taskWithoutAccounts),
  };
}

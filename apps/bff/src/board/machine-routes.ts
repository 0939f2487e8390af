import { apiPaths, lastGoodList, lastGoodQuery, line, machineList } from '@retry-desk/contract';
import * as z from 'zod/mini';
import { csvForm, tableTypes } from '#csv.ts';
import type { Mirror } from '#mirror/mirror.ts';
import { defineRoute, type Route } from '#route.ts';
import type { Turns } from '#store/turns.ts';
import { lastGoodWithoutAccounts, machinesWithoutAccounts, newestWithoutAccounts } from '#without-accounts.ts';
import { backupAgeCsv } from './backup-age-csv.ts';
import { createBackupAges } from './backup-age-list.ts';
import type { BackupAge } from './backup-ages.ts';
import type { BoardRetries, PublishedBoard } from './board.ts';
import { createMachineSearch } from './machines.ts';
import { knownOrRefuse } from './not-read-yet.ts';

type MachineRoutesDeps = {
  mirror: Mirror;
  board: PublishedBoard;
  clock: { now(): number };
  /** Of all exports one page is made at a time. */
  exports: Turns;
  retries: Pick<BoardRetries, 'mayBeOwnRun'>;
};

const machineQuery = z.strictObject({ q: z.optional(line(200)), lastGood: z.optional(z.enum(['true', 'false'])) });

/** The rows of the route table that search machines, and list them by the age of their last good backup. */
export function machineRoutes(deps: MachineRoutesDeps): Route[] {
  return [machinesRoute(deps), lastGoodRoute(deps)];
}

function machinesRoute({ mirror, board, retries: { mayBeOwnRun } }: MachineRoutesDeps): Route {
  const search = createMachineSearch({
    known: () => knownOrRefuse(board),
    version: () => mirror.version,
    now: () => mirror.now(),
    read: (runs) => mirror.machines.read(runs, false),
    mayBeOwnRun,
  });
  return defineRoute({
    method: 'GET',
    path: apiPaths.machines,
    access: ['operator', 'viewer'],
    summary:
      'The last results of machines whose name contains the text; with lastGood=true also the last good backup and next run of the first 12.',
    refuses: ['em-unreachable'],
    query: machineQuery,
    output: machineList,
    async handler({ query, caller }) {
      knownOrRefuse(board);
      const found = await search(query.q ?? '', query.lastGood === 'true');
      return { status: 200, body: caller.role === 'operator' ? found : machinesWithoutAccounts(found) };
    },
  });
}

function lastGoodRoute({ mirror, board, clock, exports }: MachineRoutesDeps): Route {
  const ages = createBackupAges({ mirror, now: () => mirror.now() });
  return defineRoute({
    method: 'GET',
    path: apiPaths.lastGood,
    access: ['operator', 'viewer'],
    summary:
      'Machines by the age of their last good backup over all jobs; as CSV for text/csv, as a file for spreadsheets for text/tab-separated-values: there those of which it is not known follow at the end, whatever is asked for.',
    files: tableTypes,
    refuses: ['em-unreachable'],
    query: lastGoodQuery,
    output: lastGoodList,
    async handler({ query, caller, header }) {
      knownOrRefuse(board);
      const isOperator = caller.role === 'operator';
      const form = csvForm(header('accept'));
      if (form !== null) {
        const shown = isOperator ? (age: BackupAge) => age : newestWithoutAccounts;
        return backupAgeCsv(form, { now: clock.now(), exports }, await ages.rows(query), shown);
      }
      const list = await ages.page(query, board.current().lastGoodAt);
      return { status: 200, body: isOperator ? list : lastGoodWithoutAccounts(list) };
    },
  });
}

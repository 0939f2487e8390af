import { scatter } from '#world/chance.ts';
import { guidIn, leadOf } from '#world/guid.ts';
import type { Scope } from '#world/ledger.ts';
import type { Job, Run } from '#world/records.ts';
import { Cursor, childRows, machineRows, runRow, type SessionRow } from '#world/session-row.ts';
import type { World } from '#world/world.ts';
import { type Fields, matcherOf } from './field.ts';
import { type Filter, requiredTerms } from './filter.ts';
import { type Found, findRows, orderOf } from './find-rows.ts';
import { pastMatches } from './past-rows.ts';
import { equalTo, type Question } from './question.ts';

/** Sessions older than this are no longer listed. */
const HISTORY_MS = 30 * 24 * 60 * 60_000;

/** Finds sessions: a few jobs' rows where the filter names them, else the ledger's together with what still moves. */
export function findSessions(
  world: World,
  scope: Scope,
  fields: Fields<SessionRow>,
  question: Question,
): Found<SessionRow> {
  const few = fewRows(world, scope, question);
  if (few !== undefined) return findRows(few, fields, sessionKey, question);
  world.catchUp();
  const narrow = narrowed(scope, question);
  const past = pastMatches(world, narrow, fields, sessionKey, question, Math.floor(world.now() - HISTORY_MS) + 1);
  const { compare } = orderOf(fields, sessionKey, question);
  const matches = question.filter === undefined ? () => true : matcherOf(question.filter, fields);
  const living = [...world.livingRuns()].flatMap(({ job, runs }) => rowsOf(world, job, runs, narrow));
  const sorted = living.filter(matches).toSorted(compare);
  return {
    count: past.length + sorted.length,
    slice: (from, to) => merged(new Cursor(world), past, sorted, compare, from, to),
  };
}

/** Children are many: a filter for runs of agent jobs alone is answered without going through them. */
function narrowed(scope: Scope, { required }: Question): Scope {
  const asksForRuns = equalTo(required, 'jobtype')?.toLowerCase() === 'agentbackup';
  return scope !== 'machines' && asksForRuns ? 'agent-runs' : scope;
}

/** The order of sessions nobody sorted: chance. */
export function sessionKey(row: SessionRow): number {
  // Below 2^31, so that a key and a place fit into one number when sorting.
  return scatter(row.job.salt, row.number, row.place + 1) >>> 1;
}

/** A page of two sequences in one: only the few living rows are looked up in the many past ones. */
function merged(
  cursor: Cursor,
  past: Uint32Array,
  living: SessionRow[],
  compare: (left: SessionRow, right: SessionRow) => number,
  from: number,
  to: number,
): SessionRow[] {
  const places = living.map((row, index) => index + pastBefore(cursor, past, row, compare));
  const rows: SessionRow[] = [];
  let alive = places.findIndex((place) => place >= from);
  if (alive < 0) alive = living.length;
  for (let place = from; place < Math.min(to, past.length + living.length); place += 1) {
    const row = places[alive] === place ? living[alive] : undefined;
    if (row !== undefined) alive += 1;
    rows.push(row ?? cursor.at(past[place - alive] ?? 0).copy());
  }
  return rows;
}

function pastBefore(
  cursor: Cursor,
  past: Uint32Array,
  row: SessionRow,
  compare: (left: SessionRow, right: SessionRow) => number,
): number {
  let [low, high] = [0, past.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(cursor.at(past[middle] ?? 0), row) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The rows of the jobs or the run that the filter names; undefined when it names none. */
function fewRows(world: World, scope: Scope, { filter, required }: Question): SessionRow[] | undefined {
  const session = equalTo(required, 'jobsessionuid') ?? equalTo(required, 'uid');
  if (session !== undefined) return rowsOfSession(world, scope, session);
  const several = namedBy(filter, 'jobsessionuid');
  if (several !== undefined) return [...several].flatMap((each) => rowsOfSession(world, scope, each));
  const ids = namedBy(filter, 'jobuid') ?? new Set([guidIn(equalTo(required, 'jobuid') ?? '') ?? '']);
  const jobs = [...ids].flatMap((id) => world.jobNamedBy(id) ?? world.childJobOf(id)?.job ?? []);
  if (jobs.length === ids.size) {
    // Several machines of a job name the same one.
    return [...new Set(jobs)].flatMap((job) => rowsOf(world, job, world.runsOf(job), scope));
  }
  const name = equalTo(required, 'jobname')?.toLowerCase();
  if (name === undefined) return undefined;
  const named = world.allJobs().filter((each) => isNameOf(each, name));
  return named.flatMap((each) => rowsOf(world, each, world.runsOf(each), scope));
}

/** The GUIDs of a filter that names several, `JobUid==a,JobUid==b`, whatever else it asks for; undefined for any other filter. */
function namedBy(filter: Filter | undefined, field: string): Set<string> | undefined {
  if (filter?.kind === 'and')
    return filter.parts.map((part) => namedBy(part, field)).find((each) => each !== undefined);
  if (filter?.kind !== 'or') return undefined;
  const named = filter.parts.map((part) => equalTo(requiredTerms(part), field));
  return named.every((each) => each !== undefined) ? new Set(named.map((each) => guidIn(each) ?? '')) : undefined;
}

/** Children are called after their job and machine. */
function isNameOf(job: Job, name: string): boolean {
  const own = job.name.toLowerCase();
  return name === own || name.startsWith(`${own} - `);
}

function rowsOfSession(world: World, scope: Scope, session: string): SessionRow[] {
  const found = visibleRun(world, guidIn(session) ?? '');
  return found === undefined ? [] : rowsOf(world, found.job, [found.run], scope);
}

/** The rows of a job's runs as Enterprise Manager has them. */
export function rowsOf(world: World, job: Job, runs: readonly Run[], scope: Scope): SessionRow[] {
  const at = world.knownUntil(job);
  const oldest = world.now() - HISTORY_MS;
  return runs
    .filter((run) => run.start <= at && run.start > oldest)
    .flatMap((run) => {
      if (scope === 'machines') return machineRows(job, run, at);
      if (job.kind === 'virtual') return scope === 'sessions' ? [runRow(job, run, at)] : [];
      return scope === 'agent-runs' ? [runRow(job, run, at)] : [runRow(job, run, at), ...childRows(job, run, at)];
    });
}

/** The run of a session id, when Enterprise Manager has it. */
export function visibleRun(world: World, sessionId: string): { job: Job; run: Run; at: number } | undefined {
  if (sessionId === '') return undefined;
  const found = world.runOf(leadOf(sessionId).runId);
  if (found === undefined) return undefined;
  const at = world.knownUntil(found.job);
  return found.run.start <= at && found.run.start > world.now() - HISTORY_MS ? { ...found, at } : undefined;
}

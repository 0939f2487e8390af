import type { Connection } from './connection.ts';
import { EmError } from './errors/em-error.ts';
import { readList } from './lists.ts';
import { anyOf, compare, runUid } from './query/filter.ts';
import type { Guid, Instant, MachineResult } from './records.ts';
import { neededId } from './resources/links.ts';
import { machineResultOf, unknownMachine, unknownResult } from './resources/machine-result.ts';
import { jobNameOf } from './resources/run.ts';
import { endAsOf } from './run-order.ts';
import { text } from './xml/tree.ts';

/** How many runs one request asks for: keeps its address below 2 kB. */
const runsPerRequest = 15;
/** A question without an answer is taken apart for so many deadlines of a read, each part of it in a fraction of one. */
const bisection = { deadlines: 4, ofOne: 1 / 3 };
/** Children asked one by one for what hangs on them; of the machines of others nothing is known. */
const childrenOneByOne = 30;

const { compare: compareNames } = new Intl.Collator('en', { numeric: true });

function byMachine(a: MachineResult, b: MachineResult): number {
  return compareNames(a.machine, b.machine) || (a.id < b.id ? -1 : 1);
}

/** Results as they can be at this moment. */
function asOf(now: Instant): (result: MachineResult) => MachineResult {
  return (result) => ({ ...result, endedAt: endAsOf(result.startedAt, result.endedAt, now) });
}

/** Machine results of one run, by the run's own address. */
async function readByAddress(connection: Connection, runId: Guid, pageSize: number): Promise<MachineResult[]> {
  const results = await readList(connection, {
    path: `/backupSessions/${runId}/taskSessions?format=Entity`,
    kind: 'BackupTaskSession',
    toRecord: (node) => machineResultOf(node, runId),
    ofForeign: unknownResult,
    pageSize,
  });
  return results.map(asOf(connection.now())).sort(byMachine);
}

async function queryResults(
  connection: Connection,
  runIds: readonly Guid[],
  pageSize: number,
): Promise<MachineResult[]> {
  const filter = anyOf(...runIds.map((id) => compare('JobSessionUid', '==', runUid(id))));
  const wanted = new Set(runIds);
  const results = await readList(connection, {
    path: `/query?type=BackupTaskSession&format=Entities&filter=${encodeURIComponent(filter)}&sortAsc=CreationTime`,
    kind: 'BackupTaskSession',
    toRecord: (node) => machineResultOf(node, null),
    ofForeign: unknownResult,
    pageSize,
  });
  return results.filter(({ runId }) => wanted.has(runId)).map(asOf(connection.now()));
}

/** The server has answered, but not this: something else can be had from it. */
function isAnswer(error: unknown): error is EmError {
  return error instanceof EmError && error.isOfThisQuestion;
}

/** Nothing came back at all. */
function isUnanswered(error: unknown): error is EmError {
  return error instanceof EmError && error.isUnanswered;
}

/** One question for many runs, taken apart down to those that cannot be answered. */
class BatchReader {
  readonly #connection: Connection;
  readonly #probing: Connection;
  readonly #pageSize: number;
  readonly #reportsSilence: boolean;
  readonly given = new Map<Guid, MachineResult[]>();
  readonly refused = new Map<Guid, EmError>();
  /** A whole request brought nothing of any of its runs: the next ones are not taken apart. */
  #isHopeless = false;
  /** When the bisection of questions without an answer ends; null before the first of them. */
  #until: number | null = null;

  /** `reportsSilence`: whether the caller receives runs whose results never come; otherwise they are an error, like every silence. */
  constructor(connection: Connection, pageSize: number, reportsSilence: boolean) {
    this.#connection = connection;
    // Parts that fail are not counted against the server: the whole question has counted already.
    this.#probing = { ...connection, read: (path) => connection.probe(path, this.#deadlineMs()) };
    this.#reportsSilence = reportsSilence;
    this.#pageSize = pageSize;
  }

  #deadlineMs(): number {
    const { readDeadlineMs } = this.#connection;
    return this.#until === null ? readDeadlineMs : readDeadlineMs * bisection.ofOne;
  }

  #isTimeOver(): boolean {
    return this.#until !== null && performance.now() > this.#until;
  }

  async read(runIds: readonly Guid[]): Promise<void> {
    const askedAt = performance.now();
    try {
      await this.#query(this.#connection, runIds);
    } catch (error) {
      if (isAnswer(error)) await this.#answeredOtherwise(runIds, error);
      else if (isUnanswered(error)) await this.#unanswered(runIds, error, askedAt);
      else throw error;
    }
  }

  async #answeredOtherwise(runIds: readonly Guid[], error: EmError): Promise<void> {
    if (this.#isHopeless) return this.#refuse(runIds, error);
    // A server that takes no such filter is asked run by run.
    if (error.isNotUnderstood) for (const id of runIds) await this.#single(id);
    else await this.#halves(runIds, error);
    this.#isHopeless = runIds.length > 1 && runIds.every((id) => this.refused.has(id));
  }

  /** One run that hangs keeps no other from its results: where the server answers other questions, it is this one. */
  async #unanswered(runIds: readonly Guid[], error: EmError, askedAt: number): Promise<void> {
    const { lastAnswerAt, readDeadlineMs } = this.#connection;
    if (!this.#reportsSilence || lastAnswerAt() < askedAt - readDeadlineMs) throw error;
    const failedAt = performance.now();
    if (this.#isTimeOver()) return this.#refuse(runIds, error);
    await this.#halves(runIds, error);
    if (runIds.length > 1 && lastAnswerAt() < failedAt) throw error;
  }

  #refuse(runIds: readonly Guid[], error: EmError): void {
    for (const id of runIds) this.refused.set(id, error);
  }

  async #query(connection: Connection, runIds: readonly Guid[]): Promise<void> {
    const results = await queryResults(connection, runIds, this.#pageSize);
    for (const id of runIds) this.given.set(id, []);
    for (const result of results) this.given.get(result.runId)?.push(result);
  }

  async #halves(runIds: readonly Guid[], error: EmError): Promise<void> {
    if (isUnanswered(error)) {
      this.#until ??= performance.now() + this.#connection.readDeadlineMs * bisection.deadlines;
      if (runIds.length === 1) return this.#refuse(runIds, error);
    }
    const [only] = runIds;
    if (only === undefined) return;
    if (runIds.length === 1) return await this.#single(only, error);
    const middle = Math.ceil(runIds.length / 2);
    for (const half of [runIds.slice(0, middle), runIds.slice(middle)]) {
      if (this.#isTimeOver()) {
        this.#refuse(half, error);
        continue;
      }
      try {
        await this.#query(this.#probing, half);
      } catch (halfError) {
        if (!isAnswer(halfError) && !isUnanswered(halfError)) throw halfError;
        await this.#halves(half, halfError);
      }
    }
  }

  /** Results that the query cannot give may hang on the run's own address. */
  async #single(id: Guid, before?: EmError): Promise<void> {
    try {
      this.given.set(id, await readByAddress(this.#probing, id, this.#pageSize));
    } catch (error) {
      if (!isAnswer(error) && !isUnanswered(error)) throw error;
      this.refused.set(id, before ?? error);
    }
  }
}

/**
 * Machine results of many runs in few requests; a run without any has an empty list. Runs whose results cannot be given
 * are reported and left out. Throws EmError where nobody answers, or where not one of several runs could be had.
 */
export async function readMachineResultsOf(
  connection: Connection,
  runIds: readonly Guid[],
  pageSize: number,
  onRefused?: (runId: Guid, error: EmError) => void,
): Promise<Map<Guid, MachineResult[]>> {
  const ids = [...new Set(runIds)];
  const reader = new BatchReader(connection, pageSize, onRefused !== undefined);
  for (let start = 0; start < ids.length; start += runsPerRequest)
    await reader.read(ids.slice(start, start + runsPerRequest));
  const [fault] = reader.refused.values();
  if (fault !== undefined && reader.given.size === 0 && ids.length > 1) throw fault;
  for (const [id, error] of reader.refused) onRefused?.(id, error);
  for (const list of reader.given.values()) list.sort(byMachine);
  return reader.given;
}

type Child = { id: Guid; name: string | null; failureMessage: string | null };

/** The children of a run, by their own ids: nothing else of them is needed. One without makes the list unreadable. */
async function childrenOf(connection: Connection, runId: Guid, pageSize: number): Promise<Child[]> {
  const children = await readList<Child>(connection, {
    path: `/backupSessions/${runId}/agentManagementSessions?format=Entity`,
    kind: 'BackupJobSession',
    toRecord: (node) => ({
      id: neededId(node, 'BackupJobSession'),
      name: jobNameOf(node),
      failureMessage: text(node, 'FailureMessage'),
    }),
    pageSize,
  });
  return children.filter(({ id }) => id !== runId);
}

async function readOfChild(connection: Connection, child: Guid, pageSize: number): Promise<MachineResult[]> {
  try {
    return await readByAddress(connection, child, pageSize);
  } catch (error) {
    if (!isAnswer(error)) throw error;
    return [];
  }
}

/** The message of a child session explains its machine where the machine's own result does not. */
function withMessage(result: MachineResult, failureMessage: string | null): MachineResult {
  return result.result === 'failed' && !result.reason ? { ...result, reason: failureMessage } : result;
}

/**
 * The results of the children, as those of their run. A child that cannot be read is a machine of which nothing is known:
 * the others are not the whole run.
 */
async function readOfChildren(connection: Connection, runId: Guid, pageSize: number): Promise<MachineResult[]> {
  const results: MachineResult[] = [];
  const silent: MachineResult[] = [];
  for (const [place, { id, name, failureMessage }] of (await childrenOf(connection, runId, pageSize)).entries()) {
    const some = place < childrenOneByOne ? await readOfChild(connection, id, pageSize) : [];
    if (some.length === 0) silent.push(unknownMachine(id, runId, name ?? id));
    results.push(...some.map((result) => withMessage(result, failureMessage)));
  }
  if (results.length === 0) return [];
  return [...results.map((result) => ({ ...result, runId })), ...silent].sort(byMachine);
}

/**
 * Machine results of a run by its address, then by its children: where they hang on a live server is documented nowhere (the
 * reference shows `taskSessions` of both). Null where there are none at all. Throws EmError where nobody answers.
 */
export async function readMachineResultsDeeply(
  connection: Connection,
  runId: Guid,
  pageSize: number,
): Promise<MachineResult[] | null> {
  const probing: Connection = { ...connection, read: (path) => connection.probe(path) };
  for (const read of [readByAddress, readOfChildren]) {
    try {
      const results = await read(probing, runId, pageSize);
      if (results.length > 0) return results;
    } catch (error) {
      if (!isAnswer(error)) throw error;
    }
  }
  return null;
}

/** Machine results of a run by its children alone; none where it has no children. Throws EmError where nobody answers. */
export async function readMachineResultsOfChildren(
  connection: Connection,
  runId: Guid,
  pageSize: number,
): Promise<MachineResult[]> {
  try {
    return await readOfChildren({ ...connection, read: (path) => connection.probe(path) }, runId, pageSize);
  } catch (error) {
    if (!isAnswer(error)) throw error;
    return [];
  }
}

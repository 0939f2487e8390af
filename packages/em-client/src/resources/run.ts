import type { Guid, Instant, Result, Run, RunState } from '../records.ts';
import { isOver } from '../run-order.ts';
import { attribute, text, type XmlNode } from '../xml/tree.ts';
import { booleanOf, guidIn, instantOf, numberOf, wordOf } from '../xml/values.ts';
import { type Link, leadsTo, links, ownId } from './links.ts';
import { type ElementFacts, UnreadableRecord } from './unreadable-record.ts';

const states: Readonly<Record<string, Exclude<RunState, 'unknown'>>> = {
  starting: 'starting',
  working: 'working',
  pausing: 'pausing',
  resuming: 'resuming',
  stopping: 'stopping',
  stopped: 'stopped',
};

const results: Readonly<Record<string, Exclude<Result, 'unknown'>>> = {
  '': 'none',
  none: 'none',
  success: 'success',
  warning: 'warning',
  failed: 'failed',
};

/** A result word as ours; `None` and nothing mean that there is none yet. */
export function resultOf(value: string | null): Result {
  return wordOf(value, results);
}

const noType = Symbol('no type');

/** Read where they are needed only: most sessions are complete without. */
type Links = () => readonly Link[];

/** The agent job a session leads up to. */
function upToJob(links: Links): Guid | null {
  const up = links().find((link) => link.rel?.toLowerCase() === 'up' && leadsTo(link, 'AgentBackupJob'));
  return up?.id ?? null;
}

/** The type of a session by its word; where that is missing, by what the session belongs to. */
function kindOf(jobType: string | null, links: Links): Run['kind'] | typeof noType {
  const word = jobType?.toLowerCase() ?? '';
  if (word === 'agentbackup' || word === 'agentbackupjob') return 'job';
  if (word === 'agentmanagement') return 'machine';
  if (upToJob(links) !== null)
    return links().some((link) => /parent/i.test(`${link.rel} ${link.name}`)) ? 'machine' : 'job';
  // A word that begins as ours may mean a run of an agent job in a later version: it is no session of something else.
  return /^(?!agentbackup)[a-z]{3,}$/.test(word) ? 'other' : noType;
}

/** The run a child belongs to: EM calls that link "Parent session" or simply `Up` (reference 13.0, GET /backupSessions/{ID}). */
function parentOf(all: readonly Link[], id: Guid): Guid | null {
  const others = all.filter((link) => leadsTo(link, 'BackupJobSession') && link.id !== null && link.id !== id);
  const parent =
    others.find((link) => /parent/i.test(`${link.rel} ${link.name}`)) ??
    others.find((link) => link.rel?.toLowerCase() === 'up');
  return parent?.id ?? null;
}

/** An end before the start is none. */
function endAfter(createdAt: Instant | null, endedAt: Instant | null): Instant | null {
  return createdAt !== null && endedAt !== null && endedAt < createdAt ? null : endedAt;
}

/**
 * `BackupJobSession` as a record; null for a session of something else than a job that lacks what a run needs. Throws
 * UnreadableRecord for a run of a job without id, job, type or start: leaving it out could show an older run as the newest.
 */
export function runOf(node: XmlNode): Run | null {
  let read: Link[] | null = null;
  const all: Links = () => (read ??= links(node));
  const id = ownId(node);
  const kind = kindOf(text(node, 'JobType'), all);
  const jobId = guidIn(text(node, 'JobUid')) ?? upToJob(all);
  const createdAt = instantOf(text(node, 'CreationTimeUTC') ?? text(node, 'CreationTime'));
  const endedAt = endAfter(createdAt, instantOf(text(node, 'EndTimeUTC') ?? text(node, 'EndTime')));
  const stateText = text(node, 'State') ?? '';
  const state = wordOf(stateText, states);
  const resultText = text(node, 'Result') ?? '';
  const result = resultOf(resultText);
  if (id === null || jobId === null || createdAt === null || kind === noType) {
    if (kind === 'machine' || kind === 'other') return null;
    throw unreadableRun({ id, jobId, createdAt, isOver: isOver({ state, endedAt, result }), name: jobNameOf(node) });
  }
  return {
    id,
    jobId,
    jobName: text(node, 'JobName') ?? attribute(node, 'Name') ?? jobId,
    kind,
    parentId: kind === 'machine' ? parentOf(all(), id) : null,
    createdAt,
    endedAt,
    state,
    stateText,
    result,
    resultText,
    progress: numberOf(text(node, 'Progress')),
    failureMessage: text(node, 'FailureMessage'),
    isRetry: booleanOf(text(node, 'IsRetry')) ?? false,
  };
}

/** The known part of a run whose element has another name; null for a session of something else than a job. */
export function factsOfRun(run: Run): ElementFacts | null {
  if (run.kind !== 'job') return null;
  const { id, jobId, jobName, createdAt } = run;
  return { id, jobId, name: jobName, createdAt, isOver: isOver(run) };
}

/** A session is called as its job, with `@` and its moment behind (captured 13.0.1: `@2026-06-16 06:33:10.659559`). */
export function jobNameOf(node: XmlNode): string | null {
  return text(node, 'JobName') ?? attribute(node, 'Name')?.replace(/@[^@]*$/, '') ?? null;
}

function unreadableRun(facts: ElementFacts): UnreadableRecord {
  const { id, jobId, createdAt } = facts;
  if (id === null) return new UnreadableRecord('it holds a BackupJobSession without id', facts);
  const missing = jobId === null ? 'JobUid' : createdAt === null ? 'CreationTimeUTC' : 'JobType';
  return new UnreadableRecord(`its session ${id} has no ${missing} that can be read`, facts);
}

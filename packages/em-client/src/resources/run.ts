import type { Guid, Result, Run, RunState } from '../records.ts';
import { attribute, text, type XmlNode } from '../xml/tree.ts';
import { booleanOf, guidIn, instantOf, numberOf, wordOf } from '../xml/values.ts';
import { leadsTo, links, neededId } from './links.ts';
import { UnreadableRecord } from './unreadable-record.ts';

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

function kindOf(jobType: string | null): Run['kind'] {
  const word = jobType?.toLowerCase();
  if (word === 'agentbackup' || word === 'agentbackupjob') return 'job';
  return word === 'agentmanagement' ? 'machine' : 'other';
}

/** The run a child belongs to: EM calls that link "Parent session" or simply `Up`. */
function parentOf(node: XmlNode, id: Guid): Guid | null {
  const others = links(node).filter((link) => leadsTo(link, 'BackupJobSession') && link.id !== null && link.id !== id);
  const parent =
    others.find((link) => /parent/i.test(`${link.rel} ${link.name}`)) ??
    others.find((link) => link.rel?.toLowerCase() === 'up');
  return parent?.id ?? null;
}

/**
 * `BackupJobSession` as a record; null for a session of something else than a job that has no job or start. Throws
 * UnreadableRecord for a run of a job without id, job or start: leaving it out could show an older run as the newest.
 */
export function runOf(node: XmlNode): Run | null {
  const id = neededId(node, 'BackupJobSession');
  const kind = kindOf(text(node, 'JobType'));
  const jobId = guidIn(text(node, 'JobUid'));
  const createdAt = instantOf(text(node, 'CreationTimeUTC') ?? text(node, 'CreationTime'));
  if (jobId === null || createdAt === null) {
    if (kind !== 'job') return null;
    throw new UnreadableRecord(
      `its session ${id} has no ${jobId === null ? 'JobUid' : 'CreationTimeUTC'} that can be read`,
    );
  }
  const stateText = text(node, 'State') ?? '';
  const resultText = text(node, 'Result') ?? '';
  return {
    id,
    jobId,
    jobName: text(node, 'JobName') ?? attribute(node, 'Name') ?? jobId,
    kind,
    parentId: kind === 'machine' ? parentOf(node, id) : null,
    createdAt,
    endedAt: instantOf(text(node, 'EndTimeUTC') ?? text(node, 'EndTime')),
    state: wordOf(stateText, states),
    stateText,
    result: resultOf(resultText),
    resultText,
    progress: numberOf(text(node, 'Progress')),
    failureMessage: text(node, 'FailureMessage'),
    isRetry: booleanOf(text(node, 'IsRetry')) ?? false,
  };
}

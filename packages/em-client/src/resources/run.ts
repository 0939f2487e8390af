import type { Result, Run, RunState } from '../records.ts';
import { attribute, text, type XmlNode } from '../xml/tree.ts';
import { booleanOf, guidIn, instantOf, numberOf, wordOf } from '../xml/values.ts';
import { leadsTo, links, ownId } from './links.ts';

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

/** `BackupJobSession` as a record; null where it has no id, no job or no start: such an element cannot be a run. */
export function runOf(node: XmlNode): Run | null {
  const id = ownId(node);
  const jobId = guidIn(text(node, 'JobUid'));
  const createdAt = instantOf(text(node, 'CreationTimeUTC') ?? text(node, 'CreationTime'));
  if (id === null || jobId === null || createdAt === null) return null;
  const stateText = text(node, 'State') ?? '';
  const resultText = text(node, 'Result') ?? '';
  const parent = links(node).find((link) => link.rel?.toLowerCase() === 'up' && leadsTo(link, 'BackupJobSession'));
  return {
    id,
    jobId,
    jobName: text(node, 'JobName') ?? attribute(node, 'Name') ?? jobId,
    kind: kindOf(text(node, 'JobType')),
    parentId: parent?.id ?? null,
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

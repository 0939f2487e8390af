import { value } from '#wire/element.ts';
import { type Flavour, writeTime } from '#wire/wire.ts';
import { childGuid, guidOf } from '#world/guid.ts';
import type { Job, Result } from '#world/records.ts';
import { machineOf, type SessionRow } from '#world/session-row.ts';
import { serverLink } from './backup-server.ts';
import type { Kind } from './kind.ts';
import { type LinkWish, urn } from './sheet.ts';

export const RESULT_WORDS = ['None', 'Success', 'Warning', 'Failed'] as const;
export const SESSION_STATES = ['Starting', 'Working', 'Stopped'] as const;
export const SESSION_TYPES = ['AgentBackup', 'AgentManagement', 'Backup'] as const;

/** A run of a job, or one machine's child of a run. */
export const BACKUP_SESSION: Kind<SessionRow> = {
  type: 'BackupJobSession',
  plural: 'BackupJobSessions',
  place: '/backupSessions',
  id: sessionId,
  title: sessionName,
  above: (row) => [serverLink(row.job.server), ownerLink(row)],
  below(row) {
    const path = `/backupSessions/${sessionId(row)}`;
    const tasks: LinkWish = { rel: 'Down', type: 'BackupTaskSessionReferenceList', path: `${path}/taskSessions` };
    const children = { rel: 'Down', type: 'BackupJobSessionReferenceList', path: `${path}/agentManagementSessions` };
    return isChild(row) || row.job.kind === 'virtual' ? [tasks] : [tasks, children];
  },
  members: (row, sheet) => [
    value('JobUid', urn('Job', sessionJobId(row))),
    value('JobName', sessionJobName(row)),
    value('JobType', sessionJobType(row)),
    value('CreationTimeUTC', writeTime(row.start, sheet.flavour)),
    value('EndTimeUTC', endOf(row, sheet.flavour)),
    value('State', sessionState(row)),
    value('Result', resultWord(row.result)),
    value('Progress', row.progress),
    value('FailureMessage', ''),
    value('IsRetry', row.isRetry),
  ],
};

/** The GUID of a session: of the run itself or of a child. */
export function sessionId(row: SessionRow): string {
  return isChild(row) ? childGuid(row.run.id, row.place) : row.run.id;
}

function isChild(row: SessionRow): boolean {
  return row.place >= 0;
}

const childJobs = new WeakMap<Job, string[]>();

/** The GUID of the job that the session names: children name one that no job list has. */
export function sessionJobId(row: SessionRow): string {
  if (!isChild(row)) return row.job.id;
  const known = childJobs.get(row.job) ?? row.job.machines.map((machine) => guidOf(`${row.job.id}/machine/${machine}`));
  childJobs.set(row.job, known);
  return known[row.place] ?? '';
}

export function sessionJobName(row: SessionRow): string {
  return isChild(row) ? `${row.job.name} - ${machineOf(row)}` : row.job.name;
}

export function sessionJobType(row: SessionRow): (typeof SESSION_TYPES)[number] {
  if (row.job.kind === 'virtual') return 'Backup';
  return isChild(row) ? 'AgentManagement' : 'AgentBackup';
}

export function sessionState({ state }: SessionRow): (typeof SESSION_STATES)[number] {
  if (state === 'over') return 'Stopped';
  return state === 'working' ? 'Working' : 'Starting';
}

/** A result in Enterprise Manager's words; None while it goes on, which other clients rely on and the reference leaves out. */
export function resultWord(result: Result | null): (typeof RESULT_WORDS)[number] {
  if (result === null) return 'None';
  return ({ success: 'Success', warning: 'Warning', failed: 'Failed' } as const)[result];
}

/** The Name of a session: its job and its start. */
export function sessionName(row: SessionRow): string {
  return `${sessionJobName(row)}@${spacedTime(row.start)}`;
}

/** A start as names hold it: 2026-03-11 09:00:00. */
export function spacedTime(instant: number): string {
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
}

/** The end of a row as written; null while it goes on. */
export function endOf(row: SessionRow, flavour: Flavour): string | null {
  return row.end === null ? null : writeTime(row.end, flavour);
}

/** A run belongs to its job, a child to its run. */
function ownerLink(row: SessionRow): LinkWish {
  const { run, job } = row;
  const jobs = job.kind === 'agent' ? '/agents/jobs' : '/jobs';
  if (!isChild(row)) return { rel: 'Up', type: 'JobReference', name: job.name, path: `${jobs}/${job.id}` };
  return { rel: 'Up', type: 'BackupJobSessionReference', name: 'Parent session', path: `/backupSessions/${run.id}` };
}

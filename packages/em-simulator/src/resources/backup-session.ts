import { value } from '#wire/element.ts';
import { type Flavour, writeTime } from '#wire/wire.ts';
import { childGuid, childJobGuid, guidOf } from '#world/guid.ts';
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
  above: (row, { sessionJobLinks }) => [
    serverLink(row.job.server),
    ...(sessionJobLinks ? [jobLink(row)] : []),
    ...familyLinks(row),
  ],
  below(row, form, { flavour }) {
    const path = `/backupSessions/${sessionId(row)}`;
    const tasks: LinkWish = { rel: 'Down', type: 'BackupTaskSessionReferenceList', path: `${path}/taskSessions` };
    if (form === 'reference') return [tasks];
    return [tasks, { rel: 'Stop', path: `${path}?action=stop` }, ...restorePointLinks(row, flavour)];
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
    // Captured from 13.0.1: absent, for a failed session too.
    value('FailureMessage', null),
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
  const known = childJobs.get(row.job) ?? row.job.machines.map((_, place) => childJobGuid(row.job.family, place));
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
export function sessionName(row: SessionRow, flavour: Flavour): string {
  return `${sessionJobName(row)}@${spacedTime(row.start, flavour)}`;
}

/** A start as names hold it: 2026-03-11 09:00:00, from v13 on with its fraction (captured 13.0.1). */
export function spacedTime(instant: number, flavour: Flavour): string {
  const text = writeTime(instant, flavour).replace('T', ' ').slice(0, -1);
  return flavour === 'v13' ? text : text.slice(0, 19);
}

/** The end of a row as written; null while it goes on. */
export function endOf(row: SessionRow, flavour: Flavour): string | null {
  return row.end === null ? null : writeTime(row.end, flavour);
}

/** A run belongs to its job; a child to a job of its own, which no list has (reference 13.1, GET /agents/backupSessions). */
function jobLink(row: SessionRow): LinkWish {
  const jobs = row.job.kind === 'agent' ? '/agents/jobs' : '/jobs';
  return { rel: 'Up', type: 'JobReference', name: sessionJobName(row), path: `${jobs}/${sessionJobId(row)}` };
}

/** The link to the restore point of a run of virtual machines some of which succeeded (captured 12.3.2, 13.0.1). Of agents no such link has been seen. */
function restorePointLinks(row: SessionRow, flavour: Flavour): LinkWish[] {
  const isMade = row.state === 'over' && row.run.machines.some(({ result }) => result !== 'failed');
  if (row.job.kind === 'agent' || !isMade) return [];
  const path = `/restorePoints/${guidOf(`${row.run.id}/restore-point`)}`;
  const name = flavour === 'v13' ? spacedTime(row.start, flavour) : databaseTime(row.start);
  return [{ rel: 'Related', type: 'RestorePointReference', path, name }];
}

/** A time as SQL Server writes it: Jun 15 2026  5:34AM. */
function databaseTime(instant: number): string {
  const at = new Date(instant);
  const month = at.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' });
  const [day, hour] = [at.getUTCDate(), at.getUTCHours() % 12 || 12].map((number) => String(number).padStart(2, ' '));
  const minute = String(at.getUTCMinutes()).padStart(2, '0');
  return `${month} ${day} ${at.getUTCFullYear()} ${hour}:${minute}${at.getUTCHours() < 12 ? 'AM' : 'PM'}`;
}

/** Links from a run of agents to its children, and back (reference 13.1, GET /agents/backupSessions). */
function familyLinks(row: SessionRow): LinkWish[] {
  const path = `/backupSessions/${row.run.id}`;
  if (isChild(row)) return [{ rel: 'Up', type: 'BackupJobSessionReference', name: 'Parent session', path }];
  if (row.job.kind === 'virtual') return [];
  return [{ rel: 'Alternate', type: 'BackupJobSessionReferenceList', path: `${path}/agentManagementSessions` }];
}

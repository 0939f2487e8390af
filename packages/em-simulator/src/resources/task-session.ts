import { value } from '#wire/element.ts';
import { type Flavour, writeTime } from '#wire/wire.ts';
import { guidOf, taskSessionGuid } from '#world/guid.ts';
import { hashOf } from '#world/random.ts';
import { machineOf, type SessionRow } from '#world/session-row.ts';
import { serverLink } from './backup-server.ts';
import { BACKUP_SESSION, endOf, resultWord, sessionId, spacedTime } from './backup-session.ts';
import { type Kind, upLink } from './kind.ts';
import { type LinkWish, urn } from './sheet.ts';

export const TASK_STATES = ['Pending', 'InProgress', 'Completed'] as const;

/** One machine's task in a run. */
export const TASK_SESSION = kindOf(runOf);
/** The same where task sessions hang on the machine's child session alone: where they do on a live server is not known. */
export const CHILD_TASK_SESSION = kindOf(childOf);

function kindOf(owner: (row: SessionRow) => SessionRow): Kind<SessionRow> {
  return {
    type: 'BackupTaskSession',
    plural: 'BackupTaskSessions',
    place: '/backupTaskSessions',
    id: taskSessionId,
    title: taskSessionName,
    above: (row, { flavour }) => [serverLink(row.job.server), upLink(BACKUP_SESSION, owner(row), flavour)],
    below: (row, form, { flavour }) => (form === 'reference' ? [] : restorePointLinks(row, flavour)),
    extra: (row) => ({ VmDisplayName: machineOf(row) }),
    members: (row, sheet) => [
      value('JobSessionUid', urn('BackupJobSession', sessionId(owner(row)))),
      value('CreationTimeUTC', writeTime(row.start, sheet.flavour)),
      value('EndTimeUTC', endOf(row, sheet.flavour)),
      value('State', taskSessionState(row)),
      value('Result', resultWord(row.result)),
      value('Reason', reasonOf(row)),
      value('TotalSize', totalSizeOf(row)),
      value('VmUid', row.job.kind === 'virtual' ? vmUidOf(row) : null),
    ],
  };
}

/** The link to the restore point of a virtual machine that was backed up (captured 13.0.1, reference 13.1). Of agents no such link has been seen. */
function restorePointLinks(row: SessionRow, flavour: Flavour): LinkWish[] {
  if (row.job.kind === 'agent' || row.state !== 'over' || row.result === 'failed') return [];
  const path = `/vmRestorePoints/${guidOf(`${taskSessionId(row)}/restore-point`)}?format=Entity`;
  return [{ rel: 'Related', type: 'VmRestorePoint', path, name: taskSessionName(row, flavour) }];
}

export function taskSessionId(row: SessionRow): string {
  return taskSessionGuid(row.run.id, row.place);
}

export function taskSessionState({ state }: SessionRow): (typeof TASK_STATES)[number] {
  if (state === 'over') return 'Completed';
  return state === 'waiting' ? 'Pending' : 'InProgress';
}

export function taskSessionName(row: SessionRow, flavour: Flavour): string {
  return `${machineOf(row)}@${spacedTime(row.start, flavour)}`;
}

/** Why the machine failed or was warned about; empty before it is done. */
export function reasonOf(row: SessionRow): string {
  if (row.state !== 'over') return '';
  return row.run.machines.find((part) => part.place === row.place)?.reason ?? '';
}

/** Bytes read: nothing before the machine is done or when it failed. */
export function totalSizeOf(row: SessionRow): number {
  return row.result === null || row.result === 'failed' ? 0 : (hashOf(taskSessionId(row)) % 900_000) * 262_144;
}

/** The machine as vSphere numbers it (reference 13.1, GET /backupTaskSessions/{ID}); for agents it is not known, and left out. */
function vmUidOf({ job, place }: SessionRow): string {
  return `urn:VMware:Vm:${job.server.id}.vm-${1000 + (hashOf(`${job.id}/${place}`) % 90_000)}`;
}

/** The child session that the part is the task of: there is none for virtual machines, nor while the part waits. */
export function childOf(row: SessionRow): SessionRow {
  return row.job.kind === 'virtual' || row.state === 'waiting' ? runOf(row) : row;
}

/** The run that the part belongs to, as far as its name needs it. */
function runOf(row: SessionRow): SessionRow {
  return { ...row, job: row.job, run: row.run, place: -1, start: row.run.start };
}

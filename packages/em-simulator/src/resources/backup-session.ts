import { type Element, element, value } from '#wire/element.ts';
import { type Flavour, writeTime } from '#wire/wire.ts';
import { childGuid, guidOf } from '#world/guid.ts';
import type { Job, Result, Run } from '#world/records.ts';
import { type Moment, machineMomentOf, machineSpan, momentOf } from '#world/run-state.ts';
import { serverLink } from './backup-server.ts';
import { type Identity, identityAttributes, type LinkWish, links, reference, type Sheet, urn } from './sheet.ts';

/** A session as queries see it: a run of a job, or one machine's child of a run. */
export type SessionRow = {
  id: string;
  job: Job;
  run: Run;
  /** The machine's place in the run; -1 for the run itself. */
  place: number;
  start: number;
  moment: Moment;
};

/** The run as a session, as Enterprise Manager knows it at that time. */
export function runRow(job: Job, run: Run, at: number): SessionRow {
  return { id: run.id, job, run, place: -1, start: run.start, moment: momentOf(run, at) };
}

/** The children of a run, those that have begun. */
export function childRows(job: Job, run: Run, at: number): SessionRow[] {
  return run.machines.flatMap((part, place) => {
    const moment = machineMomentOf(run, part, place, at);
    if (moment.state === 'waiting') return [];
    return [{ id: childGuid(run.id, place), job, run, place, start: machineSpan(run, place).start, moment }];
  });
}

function isChild(row: SessionRow): boolean {
  return row.place >= 0;
}

/** The GUID of the job that the session names: children name one that no job list has. */
export function sessionJobId(row: SessionRow): string {
  return isChild(row) ? guidOf(`${row.job.id}/machine/${machineOf(row)}`) : row.job.id;
}

export function sessionJobName(row: SessionRow): string {
  return isChild(row) ? `${row.job.name} - ${machineOf(row)}` : row.job.name;
}

export function sessionJobType(row: SessionRow): string {
  return isChild(row) ? 'AgentManagement' : 'AgentBackup';
}

function machineOf(row: SessionRow): string {
  return row.run.machines[row.place]?.machine ?? '';
}

export function sessionState(moment: Moment): string {
  if (moment.state === 'over') return 'Stopped';
  return moment.state === 'working' ? 'Working' : 'Starting';
}

/** A result in Enterprise Manager's words; None while it goes on. */
export function resultWord(result: Result | null): string {
  if (result === null) return 'None';
  return { success: 'Success', warning: 'Warning', failed: 'Failed' }[result];
}

/** The Name of a session: its job and its start. */
export function sessionName(row: SessionRow): string {
  return `${sessionJobName(row)}@${new Date(row.start).toISOString().slice(0, 19).replace('T', ' ')}`;
}

export function sessionUid(id: string): string {
  return urn('BackupJobSession', id);
}

function identityOf(row: SessionRow): Identity {
  return {
    type: 'BackupJobSession',
    path: `/backupSessions/${row.id}?format=Entity`,
    name: sessionName(row),
    uid: sessionUid(row.id),
  };
}

export function sessionReference(sheet: Sheet, row: SessionRow): Element {
  return reference(sheet, { ...identityOf(row), path: `/backupSessions/${row.id}` }, linksOf(row, false));
}

export function sessionEntity(sheet: Sheet, row: SessionRow): Element {
  return element('BackupJobSession', identityAttributes(sheet, identityOf(row)), [
    links(sheet, linksOf(row, true)),
    value('JobUid', urn('Job', sessionJobId(row))),
    value('JobName', sessionJobName(row)),
    value('JobType', sessionJobType(row)),
    value('CreationTimeUTC', writeTime(row.start, sheet.flavour)),
    value('EndTimeUTC', endOf(row.moment, sheet.flavour)),
    value('State', sessionState(row.moment)),
    value('Result', resultWord(row.moment.result)),
    value('Progress', row.moment.progress),
    value('FailureMessage', ''),
    value('IsRetry', row.run.isRetry),
  ]);
}

function endOf(moment: Moment, flavour: Flavour): string | null {
  return moment.end === null ? null : writeTime(moment.end, flavour);
}

function linksOf(row: SessionRow, isEntity: boolean): LinkWish[] {
  const path = `/backupSessions/${row.id}`;
  const name = sessionName(row);
  const alternate: LinkWish = isEntity
    ? { rel: 'Alternate', type: 'BackupJobSessionReference', name, path }
    : { rel: 'Alternate', type: 'BackupJobSession', name, path: `${path}?format=Entity` };
  const tasks: LinkWish = { rel: 'Down', type: 'BackupTaskSessionReferenceList', path: `${path}/taskSessions` };
  if (isChild(row)) {
    const parent: LinkWish = {
      rel: 'Up',
      type: 'BackupJobSession',
      name: 'Parent session',
      path: `/backupSessions/${row.run.id}?format=Entity`,
    };
    return [serverLink(row.job.server), alternate, parent, tasks];
  }
  return [
    serverLink(row.job.server),
    { rel: 'Up', type: 'AgentBackupJob', name: row.job.name, path: `/agents/jobs/${row.job.id}?format=Entity` },
    alternate,
    tasks,
    { rel: 'Down', type: 'AgentManagementSessionReferenceList', path: `${path}/agentManagementSessions` },
  ];
}

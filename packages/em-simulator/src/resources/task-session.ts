import { type Element, element, value } from '#wire/element.ts';
import { writeTime } from '#wire/wire.ts';
import { taskSessionGuid } from '#world/guid.ts';
import { hashOf } from '#world/random.ts';
import type { Job, Run } from '#world/records.ts';
import { type Moment, machineMomentOf, machineSpan } from '#world/run-state.ts';
import { serverLink } from './backup-server.ts';
import { resultWord, sessionUid } from './backup-session.ts';
import { type Identity, identityAttributes, type LinkWish, links, reference, type Sheet, urn } from './sheet.ts';

/** One machine's task in a run. */
export type TaskSessionRow = {
  id: string;
  job: Job;
  run: Run;
  machine: string;
  reason: string;
  start: number;
  moment: Moment;
};

/** The machine tasks of a run as Enterprise Manager knows them at that time. */
export function taskSessionRows(job: Job, run: Run, at: number): TaskSessionRow[] {
  return run.machines.map((part, place) => {
    const moment = machineMomentOf(run, part, place, at);
    return {
      id: taskSessionGuid(run.id, place),
      job,
      run,
      machine: part.machine,
      reason: moment.state === 'over' ? part.reason : '',
      start: moment.state === 'waiting' ? run.start : machineSpan(run, place).start,
      moment,
    };
  });
}

export function taskSessionState(moment: Moment): string {
  if (moment.state === 'over') return 'Completed';
  return moment.state === 'waiting' ? 'Pending' : 'InProgress';
}

export function taskSessionName(row: TaskSessionRow): string {
  return `${row.machine}@${new Date(row.start).toISOString().slice(0, 19).replace('T', ' ')}`;
}

/** Bytes read: nothing before the machine is done or when it failed. */
export function totalSizeOf(row: TaskSessionRow): number {
  return row.moment.result === null || row.moment.result === 'failed' ? 0 : (hashOf(row.id) % 900_000) * 262_144;
}

function identityOf(row: TaskSessionRow): Identity {
  return {
    type: 'BackupTaskSession',
    path: `/backupTaskSessions/${row.id}?format=Entity`,
    name: taskSessionName(row),
    uid: urn('BackupTaskSession', row.id),
  };
}

export function taskSessionReference(sheet: Sheet, row: TaskSessionRow): Element {
  return reference(sheet, { ...identityOf(row), path: `/backupTaskSessions/${row.id}` }, linksOf(row));
}

export function taskSessionEntity(sheet: Sheet, row: TaskSessionRow): Element {
  const attributes = { ...identityAttributes(sheet, identityOf(row)), VmDisplayName: row.machine };
  return element('BackupTaskSession', attributes, [
    links(sheet, linksOf(row)),
    value('JobSessionUid', sessionUid(row.run.id)),
    value('CreationTimeUTC', writeTime(row.start, sheet.flavour)),
    value('EndTimeUTC', row.moment.end === null ? null : writeTime(row.moment.end, sheet.flavour)),
    value('State', taskSessionState(row.moment)),
    value('Result', resultWord(row.moment.result)),
    value('Reason', row.reason),
    value('TotalSize', totalSizeOf(row)),
  ]);
}

function linksOf(row: TaskSessionRow): LinkWish[] {
  return [
    serverLink(row.job.server),
    { rel: 'Up', type: 'BackupJobSession', name: row.job.name, path: `/backupSessions/${row.run.id}?format=Entity` },
  ];
}

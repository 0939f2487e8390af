import { type Child, type Element, element, inlineList, value } from '#wire/element.ts';
import { computersOf, managedServersOf, repositoriesOf } from '#world/infrastructure.ts';
import { newestKnownRun } from '#world/operations.ts';
import type { Job, Result } from '#world/records.ts';
import { momentOf } from '#world/run-state.ts';
import type { World } from '#world/world.ts';

const DAY = 24 * 60 * 60_000;

/** A page of Enterprise Manager's own that a report leads to: the same address on every server (captured 9.5 U4 and 12.3.2, reference 13.1). */
function pageOf(definition: string): string {
  return `Workspace/ViewReport.aspx?definition=${definition}&ShowParams=1`;
}

/** A report. It bears no links and no address, which JSON writes as null (captured 12.3.2, 13.0.1). */
function report(name: string, children: Child[], attributes: Record<string, string> = {}): Element {
  return element(name, { ...attributes, Href: null, Type: null }, [...children, value('Links', null)]);
}

/** How much there is, what runs, and how the machines' last results stand. */
export function overviewReport(world: World): Element {
  const last = lastResults(world);
  const vcenters = managedServersOf(world).filter(({ type }) => type === 'VC');
  return report('OverviewReportFrame', [
    value('BackupServers', world.servers.length),
    value('ProxyServers', vcenters.length),
    value('RepositoryServers', world.servers.length),
    value('RunningJobs', runningJobs(world).length),
    value('ScheduledJobs', world.allJobs().length),
    value('SuccessfulVmLastestStates', last.success),
    value('WarningVmLastestStates', last.warning),
    value('FailedVmLastestStates', last.failed),
  ]);
}

/** How many machines are protected, and what that takes. */
export function machinesReport(world: World): Element {
  const last = lastResults(world);
  const machines = machinesOf(world);
  const used = repositoriesOf(world).reduce((sum, { capacity, free }) => sum + capacity - free, 0);
  const full = Math.floor(used * 0.7);
  return report('VmsOverviewReportFrame', [
    value('ProtectedVms', machines),
    value('BackedUpVms', machines),
    value('ReplicatedVms', 0),
    value('RestorePoints', machines * 7),
    value('FullBackupPointsSize', full),
    value('IncrementalBackupPointsSize', used - full),
    value('ReplicaRestorePointsSize', 0),
    value('SourceVmsSize', full * 2),
    value('SuccessBackupPercents', machines === 0 ? 100 : Math.round((100 * last.success) / machines)),
    value('ProtectedVmsReportLink', pageOf('8a56d84f-1790-4f54-ab20-2e0bfdefa16b')),
  ]);
}

/** The results of the runs of the last 24 hours. Durations are whole minutes, in seconds (captured: 14100, 52860, 4140). */
export function jobsReport(world: World): Element {
  const runs = runsOfLastDay(world);
  const count = (result: Result) => runs.filter((run) => run.result === result).length;
  const longest = runs.reduce((best, run) => (run.minutes > best.minutes ? run : best), { job: '', minutes: 0 });
  const seconds = longest.minutes * 60;
  return report('JobStatisticsReportFrame', [
    value('RunningJobs', runningJobs(world).length),
    value('ScheduledJobs', world.allJobs().length),
    value('ScheduledBackupJobs', world.allJobs().length),
    value('ScheduledReplicaJobs', 0),
    value('TotalJobRuns', runs.length),
    value('SuccessfulJobRuns', count('success')),
    value('WarningsJobRuns', count('warning')),
    value('FailedJobRuns', count('failed')),
    value('MaxJobDuration', seconds),
    value('MaxBackupJobDuration', seconds),
    value('MaxReplicaJobDuration', 0),
    value('MaxDurationBackupJobName', longest.job),
    value('MaxDurationReplicaJobName', ''),
    value('BackupJobStatusReportLink', pageOf('7962844d-db6c-4d29-8b6e-4e0f7db0785f')),
  ]);
}

/** How many machines were backed up on each of the last seven days. */
export function processedReport(world: World): Element {
  const today = Math.floor(world.now() / DAY);
  const counts = Array.from({ length: 7 }, () => 0);
  for (const job of world.allJobs()) {
    const at = world.knownUntil(job);
    for (const run of world.runsOf(job)) {
      const back = today - Math.floor(run.start / DAY);
      if (run.end <= at && run.result !== 'failed' && back < 7)
        counts[back] = (counts[back] ?? 0) + job.machines.length;
    }
  }
  const days = counts.map((machines, back) => {
    const midnight = `${new Date((today - back) * DAY).toISOString().slice(0, 10)}T00:00:00+00:00`;
    return element('Day', { BackupedVms: machines, ReplicatedVms: 0, Timestamp: midnight });
  });
  return report('ProcessedVmsReportFrame', [inlineList('Days', days)]);
}

/** How full each repository is. */
export function repositoriesReport(world: World): Element {
  const periods = repositoriesOf(world).map(({ name, capacity, free }) =>
    element('Period', {}, [
      value('Name', name),
      value('Capacity', capacity),
      value('FreeSpace', free),
      value('BackupSize', capacity - free),
    ]),
  );
  const CapacityPlanningReportLink = pageOf('62221565-102c-4ec8-851b-d61c03d972d1');
  return report('RepositoryReportFrame', [inlineList('Periods', periods)], { CapacityPlanningReportLink });
}

function runningJobs(world: World): Job[] {
  return world.allJobs().filter((job) => {
    const run = newestKnownRun(world, job);
    return run !== undefined && momentOf(run, world.knownUntil(job)).result === null;
  });
}

function machinesOf(world: World): number {
  const virtual = [...world.virtualJobs.values()].reduce((sum, job) => sum + job.machines.length, 0);
  return computersOf(world).length + virtual;
}

/** The results of each job's machines in its newest run that is over. */
function lastResults(world: World): Record<Result, number> {
  const counts = { success: 0, warning: 0, failed: 0 };
  for (const job of world.allJobs()) {
    const at = world.knownUntil(job);
    const run = world.runsOf(job).findLast(({ end }) => end <= at);
    for (const part of run?.machines ?? []) counts[part.result] += 1;
  }
  return counts;
}

function runsOfLastDay(world: World): { job: string; result: Result; minutes: number }[] {
  return world.allJobs().flatMap((job) => {
    const at = world.knownUntil(job);
    return world
      .runsOf(job)
      .filter((run) => run.end <= at && run.start > world.now() - DAY)
      .map((run) => ({ job: job.name, result: run.result, minutes: Math.round((run.end - run.start) / 60_000) }));
  });
}

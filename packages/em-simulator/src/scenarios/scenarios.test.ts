import { describe, expect, test } from 'vitest';
import { type Fault, Faults } from '#http/faults.ts';
import type { Account } from '#session/accounts.ts';
import { LogonSessions } from '#session/logon-sessions.ts';
import { WorldControls } from '#world/controls.ts';
import { FIELD_MESSAGES } from '#world/field-messages.ts';
import { newestRun } from '#world/operations.ts';
import { randomOf } from '#world/random.ts';
import { nextRunOf } from '#world/schedule.ts';
import { World } from '#world/world.ts';
import { SCENARIO_NAMES, scenarioNamed } from './scenarios.ts';

const DAY = 24 * 60 * 60_000;
const NINE = Date.UTC(2026, 2, 11, 9);
const ANNA: Account = { username: 'TECH\\anna', password: 'x', role: 'Portal Administrator' };
const RETRY = '/api/agents/jobs/1?action=retry';
const LIST = '/api/query?type=AgentBackupJob';

function played(name: string, jobs = 120) {
  const clock = { at: NINE, now: () => clock.at };
  const world = new World({ seed: 1, jobs, clock, speed: 1, collectionMinutes: 0 });
  const outcomes = outcomesOf(world);
  const setting = {
    world,
    controls: new WorldControls(world),
    faults: new Faults(randomOf(name)),
    sessions: new LogonSessions(clock, '1'),
  };
  const end = scenarioNamed(name)(setting);
  return { ...setting, clock, outcomes, end };
}

function outcomesOf(world: World): Map<string, string> {
  return new Map([...world.jobs.values()].map(({ id, outcome }) => [id, outcome]));
}

function failedJobs(world: World, at: number) {
  return [...world.jobs.values()].filter((job) => {
    const newest = world.runsOf(job).findLast(({ end }) => end <= at);
    return newest?.result === 'failed';
  });
}

/** Sends a call through the faults as far as its body: nothing where there is none. */
function bodyThrough(faults: Fault[], body: string): string {
  return faults.reduce((text, fault) => (fault.kind === 'body' ? fault.transform(text) : text), body);
}

test('an unknown name is refused with the names that are known', () => {
  for (const name of ['', 'Healthy', 'constructor', '__proto__']) {
    expect(() => scenarioNamed(name)).toThrow(/known: healthy, /);
  }
});

test.each(SCENARIO_NAMES.filter((name) => name !== 'giant'))(
  '%s ends without a fault and with every outcome as before',
  (name) => {
    const { faults, world, outcomes, end } = played(name);
    end();
    for (const [method, path] of [
      ['POST', RETRY],
      ['GET', LIST],
      ['POST', '/api/sessionMngr/'],
    ] as const) {
      expect(faults.take(method, path)).toEqual([]);
    }
    for (const { id, outcome } of world.jobs.values()) expect(outcomes.get(id) ?? outcome).toBe(outcome);
  },
);

test('healthy changes nothing', () => {
  const { world, outcomes, faults } = played('healthy');
  expect(outcomesOf(world)).toEqual(outcomes);
  expect(faults.take('GET', LIST)).toEqual([]);
});

test('monday-morning has about a third of the jobs failed for one reason, and some of those running again', () => {
  const { world } = played('monday-morning');
  const shared = failedJobs(world, NINE).filter((job) => {
    const reasons = world.runsOf(job).at(-1)?.machines ?? [];
    const last = world.runsOf(job).findLast(({ end }) => end === NINE)?.machines ?? [];
    return reasons.length > 0 && last.some(({ reason }) => reason.includes('nas-01'));
  });
  expect(shared.length / 120).toBeGreaterThan(0.22);
  expect(shared.length / 120).toBeLessThan(0.45);
  const again = shared.filter((job) => newestRun(world, job)?.isRetry);
  expect(again.length).toBeGreaterThan(1);
  expect(again.length).toBeLessThan(shared.length / 3);
});

test('one-cause has sixty failures of four causes on every backup server', () => {
  const { world, outcomes } = played('one-cause');
  const added = [...world.jobs.values()].filter(({ id }) => !outcomes.has(id));
  expect(added).toHaveLength(60);
  expect(failedJobs(world, NINE)).toEqual(expect.arrayContaining(added));
  expect(new Set(added.map(({ server }) => server.name)).size).toBe(world.servers.length);
  const received = added.map(
    (job) => newestRun(world, job)?.machines.find(({ result }) => result === 'failed')?.reason ?? '',
  );
  const causes = [/^Selected gateway server/, /FcWriteFileEx/, /administrative share/, /Neither blksnap nor veeamsnap/];
  expect(causes.map((cause) => received.filter((reason) => cause.test(reason)).length)).toEqual([30, 14, 10, 6]);
});

test('field has every message of the field once', () => {
  const { world, outcomes } = played('field');
  const added = [...world.jobs.values()].filter(({ id }) => !outcomes.has(id));
  const reasons = added.map((job) => newestRun(world, job)?.machines[0]?.reason);
  expect(reasons).toHaveLength(FIELD_MESSAGES.length);
  expect(new Set(reasons).size).toBe(FIELD_MESSAGES.length);
});

test('hung-run has one job that has been running for six days', () => {
  const { world, controls } = played('hung-run');
  const job = world.jobs.get(controls.job('Archive Servers').id);
  const run = job === undefined ? undefined : newestRun(world, job);
  expect(run).toMatchObject({ start: NINE - 6 * DAY, end: Number.POSITIVE_INFINITY });
  const before = job === undefined ? [] : world.runsOf(job).slice(0, -1);
  expect(before.every(({ end }) => end < NINE - 6 * DAY)).toBe(true);
});

test.each(['nothing-ran', 'silent-collection'])(
  '%s has had no run for three days, and next runs in the past',
  (name) => {
    const { world } = played(name);
    for (const job of world.jobs.values()) {
      expect(newestRun(world, job)?.end ?? 0).toBeLessThan(NINE - 2 * DAY);
      expect(nextRunOf(job, NINE)).toBeLessThan(NINE);
    }
  },
);

test('silent-collection lists what has happened only where somebody asks', () => {
  const { world, controls, clock, end } = played('silent-collection');
  const [job] = world.jobs.values();
  if (job === undefined) throw new Error('The world has no job');
  clock.at += DAY;
  expect(world.knownUntil(job)).toBe(NINE - 3 * DAY);
  controls.collect();
  expect(world.knownUntil(job)).toBe(NINE + DAY);
  end();
  clock.at += DAY;
  expect(world.knownUntil(job)).toBe(NINE + 2 * DAY);
});

test('placeholder-dates gives a session that goes on an end in 1900 and a job without a next run one in 1753, and renamed-elements a container another name', () => {
  const session = '<CreationTimeUTC>2026-03-11T09:00:00Z</CreationTimeUTC><State>Working</State>';
  expect(bodyThrough(played('placeholder-dates').faults.take('GET', LIST), session)).toContain(
    '<EndTimeUTC>1900-01-01T00:00:00Z</EndTimeUTC><State>',
  );
  const job = '<ScheduleEnabled>false</ScheduleEnabled><JobScheduleOptions></JobScheduleOptions>';
  expect(bodyThrough(played('placeholder-dates').faults.take('GET', LIST), job)).toContain(
    '</ScheduleEnabled><NextRun>1753-01-01T00:00:00Z</NextRun><JobScheduleOptions>',
  );
  expect(bodyThrough(played('placeholder-dates').faults.take('GET', LIST), '{"endTimeUTC":null,"NextRun":null}')).toBe(
    '{"endTimeUTC":"1900-01-01T00:00:00Z","NextRun":"1753-01-01T00:00:00Z"}',
  );
  const list = '<Entities><AgentBackupJob><AgentBackupJob Name="a" /></AgentBackupJob></Entities>';
  expect(bodyThrough(played('renamed-elements').faults.take('GET', LIST), list)).toBe(
    '<Entities><AgentBackupJobList><AgentBackupJob Name="a" /></AgentBackupJobList></Entities>',
  );
});

test('em-lag lists what is younger than the last quarter of an hour only later', () => {
  const { world, clock } = played('em-lag');
  const [job] = world.jobs.values();
  clock.at += 14 * 60_000;
  expect(job && world.knownUntil(job)).toBe(NINE);
});

test('flaky leaves three actions in ten alone and nothing else is touched', () => {
  const { faults, world, outcomes } = played('flaky');
  expect(faults.take('GET', RETRY)).toEqual([]);
  expect(faults.take('POST', '/api/sessionMngr/?v=latest')).toEqual([]);
  const met = Array.from({ length: 4000 }, () => faults.take('POST', RETRY)[0]?.kind ?? 'none');
  const share = (kind: string) => met.filter((each) => each === kind).length / met.length;
  expect(share('none')).toBeCloseTo(0.3, 1);
  expect(share('lose-answer')).toBeCloseTo(0.25, 1);
  for (const kind of ['cut-before', 'status', 'status-after', 'delay']) expect(share(kind)).toBeGreaterThan(0.05);
  expect(new Set(outcomesOf(world).values())).toEqual(new Set(['failed', 'success']));
  expect(outcomesOf(world)).not.toEqual(outcomes);
});

describe('every call of the API', () => {
  test.each([
    ['hung', { kind: 'hang' }],
    ['slow', { kind: 'delay', ms: 2000 }],
  ])('is met by %s, again and again', (name, fault) => {
    const { faults } = played(name);
    for (const path of [LIST, '//api/tasks', '/API/', RETRY]) expect(faults.take('GET', path)).toEqual([fault]);
    expect(faults.take('GET', '/elsewhere')).toEqual([]);
  });
});

test('broken-xml cuts lists in the middle and lets actions alone', () => {
  const { faults } = played('broken-xml');
  for (const path of [LIST, '/api/tasks/task-1', '/api/backupSessions/1/taskSessions']) {
    expect(bodyThrough(faults.take('GET', path), '0123456789')).toBe('012345');
  }
  expect(faults.take('POST', RETRY)).toEqual([]);
  expect(faults.take('POST', '/api/sessionMngr/')).toEqual([]);
});

test('refuses has every retry refused, in each way', () => {
  const { world } = played('refuses');
  expect(new Set(outcomesOf(world).values())).toEqual(new Set(['refuse-error', 'refuse-result', 'refuse-at-once']));
});

test('empty has no job and no session', () => {
  const { world } = played('empty');
  expect(world.allJobs()).toEqual([]);
  expect(world.ledger().order('sessions')).toHaveLength(0);
});

test('giant has ten thousand jobs', () => {
  const { world, end } = played('giant');
  expect(world.jobs.size).toBe(10_000);
  end();
  expect(world.jobs.size).toBe(10_000);
});

test('nasty-names adds a dozen failed jobs with the names that break careless code', () => {
  const { world, controls, outcomes } = played('nasty-names');
  const added = [...world.jobs.values()].filter(({ id }) => !outcomes.has(id));
  expect(added).toHaveLength(12);
  expect(added.map((job) => newestRun(world, job)?.result)).toEqual(added.map(() => 'failed'));
  for (const name of ['__proto__', 'null', '<script>alert(1)</script>', 'L'.repeat(200)]) {
    expect(controls.job(name).machines[0]).toBe(`${name} 1`);
  }
});

test.each([
  ['restart', 20],
  ['session-thief', 3],
])('%s takes the logon sessions away with every %dth call, logons not counted', (name, calls) => {
  const { faults, sessions } = played(name);
  for (let round = 0; round < 3; round += 1) {
    sessions.open(ANNA, 'v12');
    for (let call = 1; call <= calls; call += 1) {
      expect(sessions.all()).toHaveLength(1);
      bodyThrough(faults.take('POST', '/api/sessionMngr/?v=latest'), '');
      expect(bodyThrough(faults.take('GET', LIST), 'kept')).toBe('kept');
    }
    expect(sessions.all()).toHaveLength(0);
  }
});

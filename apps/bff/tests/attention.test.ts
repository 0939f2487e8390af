import { board as boardSchema, handOver, wallBoard } from '@retry-desk/contract';
import { expect, test, vi } from 'vitest';
import { type Browser, type HttpStage, httpStage } from './http-stage.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

async function boardOf(stage: HttpStage, as: Browser) {
  return boardSchema.parse((await stage.call('GET', '/api/board', { as })).json());
}

async function rowOf(stage: HttpStage, as: Browser, name: string) {
  return (await boardOf(stage, as)).failed.find((row) => row.name === name);
}

/** A world that stood still for six days: what began then goes on, and what was due since did not start. */
async function lateStage(): Promise<{ stage: HttpStage; operator: Browser }> {
  let behind = -6 * DAY;
  const stage = await httpStage({
    simulator: { jobs: 0, clock: { now: () => Date.now() + behind } },
    environment: { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1', TICKET_URL: 'https://tickets.test/{ticket}' },
    prepare(em) {
      em.world.addJob({ name: 'Stuck', machines: ['m1'], last: 'failed', streak: 4 });
      em.world.addJob({ name: 'Fine', machines: ['m2'], last: 'success' });
      em.world.startRun('Stuck');
      behind = 0;
      // Something newer is listed of the same backup server.
      em.world.startRun('Fine');
    },
  });
  return { stage, operator: await stage.signIn('anna') };
}

test('a run that hangs is counted, on board and wall, with what the job came to before, and nothing is green', async () => {
  const { stage, operator } = await lateStage();
  await vi.waitFor(async () => {
    const row = await rowOf(stage, operator, 'Stuck');
    expect(row).toMatchObject({ state: 'running', attention: 'hung', streak: 4, hung: { since: expect.any(String) } });
  });
  const { counts } = await boardOf(stage, operator);
  expect(counts).toMatchObject({ hung: 1, failed: 0 });
  expect(counts.attention).toBeGreaterThanOrEqual(1);
  const readiness = await stage.call('GET', '/readyz');
  expect(readiness.status).toBe(200);
  expect(readiness.json().attention).toContain("1 job hangs: a run goes on far longer than the job's runs take");
  expect(readiness.text).not.toContain('Stuck');
  const wall = wallBoard.parse((await stage.call('GET', '/api/wall', { as: operator })).json());
  expect(wall.failed.find(({ name }) => name === 'Stuck')).toMatchObject({ attention: 'hung', acknowledged: false });
});

test('a job is acknowledged with its ticket, counted apart, and the acknowledgement is withdrawn again', async () => {
  const { stage, operator } = await lateStage();
  await vi.waitFor(async () => expect((await rowOf(stage, operator, 'Stuck'))?.attention).toBe('hung'));
  const jobId = (await rowOf(stage, operator, 'Stuck'))?.id;
  const before = (await boardOf(stage, operator)).counts;
  const body = { jobId, note: 'Replaced on Monday', ticket: 'INC 7', until: 'next-success' };
  const made = await stage.call('POST', '/api/acknowledgements', { as: operator, body });
  expect(made.status, made.text).toBe(201);
  await vi.waitFor(async () => {
    expect((await rowOf(stage, operator, 'Stuck'))?.acknowledged).toMatchObject({
      by: 'TECH\\anna',
      note: 'Replaced on Monday',
      ticketUrl: 'https://tickets.test/INC%207',
      until: 'next-success',
    });
  });
  const { counts } = await boardOf(stage, operator);
  expect(counts).toMatchObject({ acknowledged: 1, attention: (before.attention ?? 0) - 1, hung: 1 });
  const { acknowledgements } = made.json() as { acknowledgements: { id: string }[] }; // the contract's acknowledgeAnswer
  const path = `/api/acknowledgements/${acknowledgements[0]?.id}`;
  expect((await stage.call('DELETE', path, { as: operator })).status).toBe(204);
  expect((await stage.call('DELETE', path, { as: operator })).status).toBe(404);
  await vi.waitFor(async () => expect((await rowOf(stage, operator, 'Stuck'))?.acknowledged).toBeUndefined());
  const kinds = (await stage.call('GET', '/api/audit', { as: operator })).text;
  expect(kinds).toContain('acknowledgement-withdrawn');
});

test('nothing is acknowledged that needs nobody, nor for longer than thirty days, nor by a viewer', async () => {
  const { stage, operator } = await lateStage();
  const viewer = await stage.signIn('henry');
  await vi.waitFor(async () => expect((await rowOf(stage, operator, 'Stuck'))?.attention).toBe('hung'));
  const jobId = (await rowOf(stage, operator, 'Stuck'))?.id;
  const call = async (body: object, as = operator) => {
    const reply = await stage.call('POST', '/api/acknowledgements', {
      as,
      body: { note: 'x', until: 'next-success', ...body },
    });
    return [reply.status, reply.json().code];
  };
  expect(await call({ jobId: '00000000-0000-4000-8000-000000000000' })).toEqual([409, 'nothing-to-acknowledge']);
  expect(await call({ jobId, until: new Date(Date.now() + 31 * DAY).toISOString() })).toEqual([400, 'bad-request']);
  expect(await call({ jobId, until: new Date(Date.now() - HOUR).toISOString() })).toEqual([400, 'bad-request']);
  for (const note of ['', ' \n\t', 'half \ud83d']) expect(await call({ jobId, note })).toEqual([400, 'bad-request']);
  expect(await call({ jobId, ticket: 'INC \ud800' })).toEqual([400, 'bad-request']);
  expect(await call({ jobId }, viewer)).toEqual([403, 'forbidden']);
});

test.each([
  ['ahead', 20 * HOUR],
  ['behind', -20 * HOUR],
])(
  'a run that failed a moment ago is in the hand-over of the last hour, and one of hours ago is not, with our clock twenty hours %s',
  async (_direction, ms) => {
    const now = () => Date.now() + ms;
    const stage = await httpStage({ simulator: { jobs: 0 }, overrides: { clock: { now } } });
    for (const name of ['Before', 'Just now']) stage.em.world.addJob({ name, machines: ['m1'], last: 'failed' });
    stage.em.world.fail('Just now');
    const as = await stage.signIn('anna');
    await vi.waitFor(async () => expect((await boardOf(stage, as)).failed).toHaveLength(2));
    const since = new Date(now() - HOUR).toISOString();
    const shift = handOver.parse((await stage.call('GET', `/api/shift?since=${since}`, { as })).json());
    expect(shift.failed).toEqual({ jobs: 1, runs: 1 });
    expect(shift.trend.slice(-2).some(({ failed }) => (failed ?? 0) > 0)).toBe(true);
  },
);

test('the hand-over names what needs attention, as JSON, text and CSV, and remembers the last visit', async () => {
  const { stage, operator } = await lateStage();
  await vi.waitFor(async () => expect((await rowOf(stage, operator, 'Stuck'))?.attention).toBe('hung'));
  const ask = (accept: string) =>
    stage.call('GET', '/api/shift?zone=Europe/Vienna', { as: operator, headers: { accept } });
  const shift = handOver.parse((await ask('application/json')).json());
  expect(shift.attention.map(({ name }) => name)).toContain('Stuck');
  expect(shift.lastVisitAt).toBeNull();
  expect(shift.trend).toHaveLength(30);
  const text = await ask('text/plain');
  expect(text.headers['content-type']).toContain('text/plain');
  expect(text.text).toMatch(/^- Stuck: running since .+\[hand over\]$/m);
  const csv = await ask('text/csv');
  expect(csv.text).toMatch(/^part,job,what,/);
  expect(csv.text).toMatch(/^attention,Stuck,/m);
  expect((await stage.call('POST', '/api/shift/visits', { as: operator })).status).toBe(204);
  expect((await stage.call('GET', '/api/shift?zone=Mars/Base', { as: operator })).status).toBe(400);
  const long = await stage.call('GET', '/api/shift?since=2020-01-01T00:00:00Z', { as: operator });
  expect(Date.parse(handOver.parse(long.json()).since)).toBeGreaterThan(Date.now() - 32 * DAY);
});

test('the hand-over of an inventory without jobs names that, in data and in text', async () => {
  const stage = await httpStage({ simulator: { jobs: 0 }, environment: { POLL_SECONDS: '1' } });
  const operator = await stage.signIn('anna');
  const ask = (accept: string) => stage.call('GET', '/api/shift', { as: operator, headers: { accept } });
  await vi.waitFor(async () => expect((await ask('application/json')).status).toBe(200));
  expect(handOver.parse((await ask('application/json')).json())).toMatchObject({ jobs: 0, attention: [] });
  expect((await ask('text/plain')).text).toContain('Enterprise Manager lists no job');
});

test('all acknowledgements that ended are counted, and those that no good run ended come first', async () => {
  const names = Array.from({ length: 60 }, (_, n) => `Branch ${n}`);
  const reason = 'There is not enough space on the disk.';
  const stage = await httpStage({
    simulator: { jobs: 0 },
    environment: { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1' },
    prepare(em) {
      for (const name of names) em.world.addJob({ name, machines: [`${name} m`], last: 'failed', reason });
    },
  });
  const as = await stage.signIn('anna');
  await vi.waitFor(async () => expect((await rowOf(stage, as, 'Branch 0'))?.cause?.key).toBeDefined());
  const causeKey = (await rowOf(stage, as, 'Branch 0'))?.cause?.key;
  const body = { causeKey, note: 'Disks are ordered', until: 'next-success' };
  const made = await stage.call('POST', '/api/acknowledgements', { as, body });
  expect(made.json().acknowledgements).toHaveLength(60);
  stage.em.world.fail('Branch 7', 'The network path was not found.');
  await vi.waitFor(async () => expect((await boardOf(stage, as)).endedInAll).toBe(1));
  for (const name of names.filter((each) => each !== 'Branch 7')) {
    stage.em.world.startRun(name);
    stage.em.world.finishRun(name, 'success');
  }
  await vi.waitFor(async () => expect((await boardOf(stage, as)).endedInAll).toBe(60));
  const { endedAcknowledgements: [first, second] = [] } = await boardOf(stage, as);
  expect([first?.jobName, first?.end, second?.end]).toEqual(['Branch 7', 'another-cause', 'success']);
  const shift = handOver.parse((await stage.call('GET', '/api/shift', { as })).json());
  expect(shift.acknowledgements).toHaveLength(60);
  expect(shift).toMatchObject({ acknowledgementsInAll: 60, attentionInAll: 1, knownInAll: 0 });
  expect(shift.acknowledgements.at(-1)?.jobName).toBe('Branch 7');
});

test('a page gets the first two hundred of six hundred failed jobs and how many there are; text and table have all', async () => {
  const names = Array.from({ length: 600 }, (_, n) => `Office ${n}`);
  const stage = await httpStage({
    simulator: { jobs: 0 },
    environment: { POLL_SECONDS: '1' },
    prepare(em) {
      for (const name of names) em.world.addJob({ name, machines: [`${name} m`], last: 'failed' });
    },
  });
  const as = await stage.signIn('henry');
  const ask = (accept: string) => stage.call('GET', '/api/shift', { as, headers: { accept } });
  await vi.waitFor(async () => expect((await ask('application/json')).status).toBe(200));
  const shift = handOver.parse((await ask('application/json')).json());
  expect(shift).toMatchObject({ attentionInAll: 600, knownInAll: 0 });
  expect(shift.attention).toHaveLength(200);
  expect((await ask('text/plain')).text.match(/^- Office/gm)).toHaveLength(600);
  expect((await ask('text/csv')).text.match(/^attention,Office/gm)).toHaveLength(600);
});

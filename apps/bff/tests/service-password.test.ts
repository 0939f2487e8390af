import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { board as boardSchema, status as statusSchema } from '@retry-desk/contract';
import type { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createServiceLogons, forgetServiceLogons } from '#access/service-logons.ts';
import { passwordSource } from '#config/em-settings.ts';
import { httpStage } from './http-stage.ts';
import { replicaStage } from './replica-stage.ts';
import { postgresBench, storeBenches } from './stores.ts';

const SECONDS = { timeout: 60_000, interval: 50 };
const windowMs = 30 * 60_000;
const quiet = { error: () => undefined, warn: () => undefined };

/** A file with a password that can be mended. */
function passwordFile(password: string) {
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-password-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'em-password');
  const write = (text: string) => writeFileSync(path, `${text}\n`);
  write(password);
  return { path, write };
}

/** Logons that were refused so far: in these scenes those of the service account alone. */
function refused(em: EnterpriseManagerSimulator) {
  return em.requests.filter(
    ({ method, path, status }) => method === 'POST' && /sessionMngr/i.test(path) && status === 401,
  );
}

describe.each(storeBenches())('with $kind', (bench) => {
  beforeAll(() => bench.start(), 120_000);
  afterAll(() => bench.stop());

  async function stageWith(password: string) {
    const { databaseUrl, dataDir } = await bench.place();
    const file = passwordFile(password);
    const where = databaseUrl === undefined ? { DATA_DIR: dataDir ?? '' } : { DATABASE_URL: databaseUrl };
    const stage = await httpStage({
      environment: { ...where, EM_PASSWORD: '', EM_PASSWORD_FILE: file.path, POLL_SECONDS: '1' },
    });
    const attention = async () => (await stage.call('GET', '/readyz')).json().attention;
    return { ...stage, restart: stage.restart, file, attention };
  }

  test('a wrong password is tried three times in all, restarts included, and a mended file is taken up by itself', async () => {
    const { em, call, signIn, restart, file, attention, logs } = await stageWith('wrong-1');
    await vi.waitFor(async () => expect(await attention()).toHaveLength(1), SECONDS);
    expect(refused(em)).toHaveLength(3);
    await restart();
    const anna = await signIn('anna');
    const board = async () => boardSchema.parse((await call('GET', '/api/board', { as: anna })).json()).em;
    await vi.waitFor(async () => expect((await board()).message).toContain('is not tried again'), SECONDS);
    expect(await attention()).toEqual([expect.stringContaining('put the right one into the file of EM_PASSWORD_FILE')]);
    const status = statusSchema.parse((await call('GET', '/api/status', { as: anna })).json());
    expect(status.em.passwordRefused).toBe(true);
    expect(refused(em)).toHaveLength(3);
    expect(logs.filter((line) => line.includes('password of EM_USERNAME 3 times'))).toHaveLength(2);

    file.write('svc-demo');
    await vi.waitFor(async () => expect((await board()).state).toBe('ok'), SECONDS);
    expect(await attention()).toEqual([]);
    expect(refused(em)).toHaveLength(3);
  });

  test('neither the board nor the readiness check reveals the name of the account', async () => {
    const { call, signIn, attention } = await stageWith('wrong-1');
    await vi.waitFor(async () => expect(await attention()).toHaveLength(1), SECONDS);
    const henry = await signIn('henry');
    for (const path of ['/api/board', '/api/status', '/readyz'])
      expect((await call('GET', path, { as: henry })).text).not.toMatch(/svc-retrydesk/i);
    for (const path of ['/api/board', '/api/status'])
      expect((await call('GET', path, { as: henry })).text).not.toMatch(/EM_|passwordRefused/);
  });

  test('of a password that many try at once three tries go out, another one has three of its own', async () => {
    const place = await bench.place();
    const store = await place.open();
    onTestFinished(() => store.close());
    const parts = { store, clock: { now: () => 1_000 }, key: 'k'.repeat(32), username: 'svc', windowMs, logger: quiet };
    const processes = [createServiceLogons(parts), createServiceLogons(parts)];
    const takes = await Promise.all(Array.from({ length: 20 }, (_, n) => processes[n % 2]?.take('hunter2-wrong')));
    const taken = takes.flatMap((take) => (take?.kind === 'taken' ? [take] : []));
    expect(taken).toHaveLength(3);
    expect(takes.filter((take) => take?.kind === 'busy')).toHaveLength(17);
    for (const attempt of taken) await attempt.refused();
    expect(await processes[0]?.take('hunter2-wrong')).toEqual({ kind: 'used-up' });
    expect((await processes[1]?.take('another'))?.kind).toBe('taken');
    const stored = JSON.stringify(await store.db.selectFrom('sign_in_tries').selectAll().execute());
    expect(stored).not.toContain('hunter2');
    await forgetServiceLogons(store);
    expect((await processes[0]?.take('hunter2-wrong'))?.kind).toBe('taken');
  });

  test('while the store is away only a password that this process has logged on with is sent, and at most three times refused', async () => {
    const store = await (await bench.place()).open();
    const parts = { store, clock: { now: () => 1_000 }, key: 'k'.repeat(32), username: 'svc', windowMs, logger: quiet };
    const [proven, fresh] = [createServiceLogons(parts), createServiceLogons(parts)];
    const first = await proven.take('right');
    if (first.kind === 'taken') await first.accepted();
    await store.close();
    await expect(fresh.take('right')).rejects.toThrow();
    await expect(proven.take('another')).rejects.toThrow();
    for (let time = 0; time < 3; time += 1) {
      const taken = await proven.take('right');
      expect(taken.kind).toBe('taken');
      if (taken.kind === 'taken') await taken.refused();
    }
    await expect(proven.take('right')).rejects.toThrow();
  });

  test('a try that nobody judged is given back, and a right password leaves nothing behind', async () => {
    const store = await (await bench.place()).open();
    onTestFinished(() => store.close());
    let now = 1_760_000_000_000;
    const clock = { now: () => now };
    const logonsOf = createServiceLogons({
      store,
      clock,
      key: 'k'.repeat(32),
      username: 'svc',
      windowMs,
      logger: quiet,
    });
    const take = async () => {
      const taken = await logonsOf.take('right');
      if (taken.kind !== 'taken') throw new Error(`not taken: ${taken.kind}`);
      return taken;
    };
    for (let away = 0; away < 5; away += 1) await (await take()).unjudged();
    await (await take()).refused();
    await (await take()).accepted();
    expect(await store.db.selectFrom('sign_in_tries').selectAll().execute()).toEqual([]);
    // Three processes that died in the middle: free again when a directory, too, counts anew.
    for (let dead = 0; dead < 3; dead += 1) await take();
    expect(await logonsOf.take('right')).toEqual({ kind: 'busy', forMs: windowMs });
    now += windowMs;
    for (let dead = 0; dead < 3; dead += 1) await take();
    // And no later than that where the clock was set back by a year meanwhile.
    now -= 365 * 24 * 3_600_000;
    expect(await logonsOf.take('right')).toEqual({ kind: 'busy', forMs: windowMs });
    now += windowMs;
    await take();
  });
});

test('the file is read again each time; while it is away or empty the last password stands', () => {
  const { path, write } = passwordFile('first');
  const password = passwordSource({ password: 'first', passwordFile: path });
  const seen = [password()];
  for (const change of [
    () => write('second'),
    () => writeFileSync(path, ''),
    () => rmSync(path),
    () => write('third'),
  ]) {
    change();
    seen.push(password());
  }
  expect(seen).toEqual(['first', 'second', 'second', 'second', 'third']);
});

describe('two processes on one PostgreSQL', () => {
  const bench = postgresBench();
  beforeAll(() => bench.start(), 120_000);
  afterAll(() => bench.stop());

  test('share the three tries, and one that is started again gets none', { timeout: 600_000 }, async () => {
    const stage = await replicaStage(await bench.place());
    const wrong = { EM_PASSWORD: 'wrong-1' };
    const [a, b] = [await stage.begin(wrong), await stage.begin(wrong)];
    const anna = await a.signIn('anna');
    // A request for a resource of Enterprise Manager needs the service account's session, on either process.
    const asked = () => Promise.all([a, b].map((each) => each.call('GET', '/em/agents/jobs?pageSize=1', anna)));
    await vi.waitFor(
      async () => {
        for (const answer of await asked()) expect(await answer.text()).toContain('Put the right password');
      },
      { timeout: 90_000, interval: 100 },
    );
    const c = await stage.begin(wrong);
    expect(await (await c.call('GET', '/em/agents/jobs?pageSize=1', anna)).text()).toContain('Put the right password');
    expect(refused(stage.em)).toHaveLength(3);
  });
});

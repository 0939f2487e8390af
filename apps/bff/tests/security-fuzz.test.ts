import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod/mini';
import type { Route } from '#route.ts';
import { beside, fitting, spoiled } from './from-schema.ts';
import { type Browser, type HttpStage, openHttpStage, type Reply, send } from './http-stage.ts';
import { storeBenches } from './stores.ts';

/** Longer than any input may keep us busy. A call that takes longer is made again: only the input's own slowness is slow twice. */
const LONGEST_MS = 5_000;

type Input = { path: string; query: string; body: string };

/** A lone surrogate has no UTF-8. */
function encodeSafely(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function json(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? '';
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('__proto__', 'constructor', '\u0000', '../', '%', '\uffff', 'a'.repeat(5_000)),
);

/** Params, query and body as the row's own schemas require them, and close to that. */
function asked(row: Route): fc.Arbitrary<Input> {
  const part = (schema: z.ZodMiniType | undefined) =>
    schema === undefined ? fc.constant({}) : fc.oneof(fitting(schema), beside(schema), spoiled(schema));
  const params = fc.oneof(part(row.params), fc.dictionary(fc.constantFrom('id', 'token'), anyText));
  const query = fc.oneof(part(row.query), fc.dictionary(anyText, anyText, { maxKeys: 3 }));
  const body = fc.oneof(part(row.body).map(json), fc.json(), anyText);
  return fc.tuple(params, query, body).map(([inPath, inQuery, sent]) => ({
    path: row.path.replace(/\{(\w+)\}/g, (_, name) =>
      encodeSafely(String(Reflect.get(Object(inPath), name) ?? 'none')),
    ),
    query: Object.entries({ ...Object(inQuery), ...(row.action === undefined ? {} : { action: row.action }) })
      .map(([name, value]) => `${encodeSafely(name)}=${encodeSafely(textOf(value))}`)
      .join('&'),
    body: sent,
  }));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : json(value);
}

/** Jobs and tasks that exist are not among what is drawn: no call but this one reaches Enterprise Manager's actions. */
function isTried({ path }: Route): boolean {
  return path !== '/api/collect';
}

describe.each(storeBenches())('over $kind', (bench) => {
  let stage: HttpStage;
  let anna: Browser;
  let asks = 0;
  beforeAll(async () => {
    await bench.start();
    const { databaseUrl } = await bench.place();
    const shared: Record<string, string> = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl };
    stage = await openHttpStage({ simulator: { jobs: 5 }, environment: { TRUST_PROXY: 'loopback', ...shared } });
    anna = await stage.signIn('anna');
  }, 120_000);
  afterAll(async () => {
    await stage.end();
    await bench.stop();
  });

  function ask(row: Route, { path, query, body }: Input): Promise<Reply> {
    asks += 1;
    const headers = {
      origin: 'http://localhost:8080',
      cookie: anna.cookie,
      'x-csrf-token': anna.csrf,
      // How often one address may try to sign in is another test's matter.
      'x-forwarded-for': `10.${asks >> 16}.${(asks >> 8) & 255}.${asks & 255}`,
      // By itself Node names no length with DELETE: the body would be taken for the next request.
      ...(row.method === 'GET'
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
    };
    const address = `${path}${query === '' ? '' : `?${query}`}`.slice(0, 8_000);
    return send(stage.port, row.method, address, headers, row.method === 'GET' ? undefined : body);
  }

  /** Nothing that anybody sends may cause a fault of ours, or a store that counts as away. */
  function expectAnswered({ status, headers, json }: Reply, name: string): void {
    expect(status, name).not.toBe(500);
    if (headers['content-type']?.startsWith('application/problem+json'))
      expect(json().code, name).not.toBe('store-unavailable');
  }

  async function tryInput(row: Route, input: Input): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const begun = performance.now();
      const reply = await ask(row, input);
      const took = performance.now() - begun;
      const name = `${row.method} ${input.path}?${input.query} ${input.body}`;
      expectAnswered(reply, name);
      if (row.method === 'DELETE' && row.path === '/api/session' && reply.status < 300)
        anna = await stage.signIn('anna');
      if (took <= LONGEST_MS) return;
      expect(attempt, `${name} took longer than ${LONGEST_MS} ms twice`).toBeLessThan(2);
    }
  }

  test('any request of an operator to any row is answered, never with 500, and nothing keeps us busy', async () => {
    const rows = stage.bff.routes.filter(isTried);
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) {
      await fc.assert(
        fc.asyncProperty(asked(row), (input) => tryInput(row, input)),
        { numRuns: 40 },
      );
    }
    expect(stage.em.executions).toEqual([]);
    expect((await stage.call('GET', '/healthz')).status).toBe(200);
    expect((await stage.call('GET', '/api/session', { as: anna })).status).toBe(200);
  });

  test('a request that fits the schema of its row is not called malformed', async () => {
    const rows = stage.bff.routes.filter(
      (row) => row.method === 'GET' && isTried(row) && row.query !== undefined && row.access !== 'public',
    );
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) {
      await fc.assert(
        fc.asyncProperty(fitting(row.query as z.ZodMiniType), async (query) => {
          const words = Object.entries(Object(query)).map(([name, value]) => `${name}=${encodeSafely(textOf(value))}`);
          const reply = await ask(row, { path: row.path, query: words.join('&'), body: '' });
          if (reply.status !== 200)
            expect([reply.status, reply.text]).toEqual([400, expect.stringMatching(/cursor|time zone/)]);
        }),
        { numRuns: 20 },
      );
    }
  });

  test('a NUL in a name, a note or a filter is refused by the name of its field', async () => {
    const [job] = stage.em.world.jobs();
    const retry = `/api/agents/jobs/${job?.id}?action=retry`;
    const asks: [method: string, path: string, body: object | undefined, field: string][] = [
      ['GET', '/api/audit?by=%00', undefined, 'by'],
      ['GET', '/api/tasks?by=an%00na', undefined, 'by'],
      ['GET', '/api/agents/jobs?q=%00', undefined, 'q'],
      ['GET', '/api/machines?q=%00', undefined, 'q'],
      ['POST', '/api/wall-links', { name: 'Of\0fice' }, 'name'],
      ['POST', '/api/wall-links', { name: 'Office', servers: ['\0'] }, 'servers.0'],
      ['POST', '/api/tokens', { name: '\0', role: 'viewer', days: 1 }, 'name'],
      ['POST', retry, { note: 'why\0' }, 'note'],
      ['POST', '/api/agents/jobs?action=retry', { jobIds: [job?.id], note: '\0' }, 'note'],
    ];
    for (const [method, path, body, field] of asks) {
      const reply = await stage.call(method, path, { as: anna, body });
      expect([reply.status, reply.json().code], path).toEqual([400, 'bad-request']);
      expect(reply.json().detail).toContain(`"${field}"`);
    }
  });

  test('a name with a NUL is answered like any wrong name, and the audit records it without the name', async () => {
    const attempt = (username: string) => stage.call('POST', '/api/session', { body: { username, password: 'guess' } });
    const [strange, wrong] = [await attempt('TECH\\no\0body'), await attempt('TECH\\nobody')];
    expect([strange.status, strange.text]).toEqual([401, wrong.text]);
    const { entries } = (await stage.call('GET', '/api/audit?kind=sign-in-refused', { as: anna })).json();
    expect(JSON.stringify(entries)).toContain('not known');
  });

  test('any cookie, key, token or address header is answered, never with 500', async () => {
    const text = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
      maxLength: 300,
    });
    await fc.assert(
      fc.asyncProperty(text, text, text, text, async (cookie, token, origin, key) => {
        const headers = {
          cookie: `retry-desk=${cookie}; retry-desk-sign-in=${cookie}; ${cookie}`,
          'x-csrf-token': token,
          origin,
          authorization: `Bearer ${key}`,
          'if-none-match': cookie,
        };
        const reply = await send(stage.port, 'DELETE', '/api/session', headers);
        expect(reply.status).toBe(401);
      }),
      { numRuns: 100 },
    );
  });
});

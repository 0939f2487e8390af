import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod/mini';
import type { Route } from '#route.ts';
import { beside, fitting } from './from-schema.ts';
import { type Browser, type HttpStage, openHttpStage, type Reply, send } from './http-stage.ts';

/** Longer than any input may keep us busy. A call that takes longer is made again: only the input's own slowness is slow twice. */
const LONGEST_MS = 200;

let stage: HttpStage;
let anna: Browser;
beforeAll(async () => {
  stage = await openHttpStage({ simulator: { jobs: 5 } });
  anna = await stage.signIn('anna');
});
afterAll(() => stage.end());

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

/** Params, query and body as the row's own schemas want them, and beside it. */
function asked(row: Route): fc.Arbitrary<{ path: string; query: string; body: string }> {
  const part = (schema: z.ZodMiniType | undefined) =>
    schema === undefined ? fc.constant({}) : fc.oneof(fitting(schema), beside(schema));
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

function ask(row: Route, { path, query, body }: { path: string; query: string; body: string }): Promise<Reply> {
  const headers = {
    origin: 'http://localhost:8080',
    cookie: anna.cookie,
    'x-csrf-token': anna.csrf,
    ...(row.method === 'GET' ? {} : { 'content-type': 'application/json' }),
  };
  const address = `${path}${query === '' ? '' : `?${query}`}`.slice(0, 8_000);
  return send(stage.port, row.method, address, headers, row.method === 'GET' ? undefined : body);
}

/** Jobs and tasks that exist are not among what is drawn: no call ever reaches Enterprise Manager's actions. */
function isTried({ path }: Route): boolean {
  // Sign-in is limited and sign-out would end the run: both have their own tests. A collection asks Enterprise Manager.
  return path !== '/api/session' && path !== '/api/collect';
}

test('whatever an operator sends to any row is answered, never with 500, and nothing keeps us busy', async () => {
  const rows = stage.bff.routes.filter(isTried);
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows) {
    await fc.assert(
      fc.asyncProperty(asked(row), async (input) => {
        for (let attempt = 1; ; attempt += 1) {
          const begun = performance.now();
          const reply = await ask(row, input);
          const name = `${row.method} ${input.path}?${input.query} ${input.body}`;
          expect(reply.status, `${name}: ${reply.text}`).not.toBe(500);
          if (performance.now() - begun <= LONGEST_MS) return;
          expect(attempt, `${name} took longer than ${LONGEST_MS} ms twice`).toBeLessThan(2);
        }
      }),
      { numRuns: 40 },
    );
  }
  expect(stage.em.executions).toEqual([]);
  expect((await stage.call('GET', '/healthz')).status).toBe(200);
});

test('what fits a row by its own schema is not called malformed', async () => {
  const rows = stage.bff.routes.filter(
    (row) => row.method === 'GET' && isTried(row) && row.query !== undefined && row.access !== 'public',
  );
  expect(rows.length).toBeGreaterThan(3);
  for (const row of rows) {
    await fc.assert(
      fc.asyncProperty(fitting(row.query as z.ZodMiniType), async (query) => {
        const words = Object.entries(Object(query)).map(([name, value]) => `${name}=${encodeSafely(textOf(value))}`);
        const reply = await ask(row, { path: row.path, query: words.join('&'), body: '' });
        if (reply.status === 400) expect(reply.json().detail).toContain('cursor');
      }),
      { numRuns: 20 },
    );
  }
});

test('whatever cookie, key, token or address header comes is answered, never with 500', async () => {
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

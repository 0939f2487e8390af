import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, type HttpStage, openHttpStage, send } from './http-stage.ts';

let stage: HttpStage;
let anna: Browser;
beforeAll(async () => {
  stage = await openHttpStage({ simulator: { jobs: 5 } });
  anna = await stage.signIn('anna');
});
afterAll(() => stage.end());

const id = fc.oneof(
  fc.uuid(),
  fc.string({ unit: 'binary', maxLength: 60 }).map(encodeSafely),
  fc.constantFrom('__proto__', 'constructor', '%00', '..%2f', '%ff'),
);
const query = fc.dictionary(
  fc.oneof(fc.constantFrom('state', 'q', 'server', 'job', 'by', 'since', 'cursor', 'action', '__proto__'), fc.string()),
  fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('open', 'failed', '2026-01-01T00:00:00Z', 'retry')),
  { maxKeys: 4 },
);
const body = fc.oneof(
  fc.json().map((text) => text),
  fc
    .record(
      {
        note: fc.anything(),
        runId: fc.anything(),
        jobIds: fc.array(fc.oneof(fc.uuid(), fc.string())),
        name: fc.string({ unit: 'binary' }),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner))),
  fc.string({ unit: 'binary' }),
);

/** A lone surrogate has no UTF-8. */
function encodeSafely(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

test('whatever an operator sends is answered, never with 500', async () => {
  // Sign-in is limited and sign-out would end the run: both have their own tests.
  const rows = stage.bff.routes.filter(({ path }) => path !== '/api/session');
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...rows), id, query, body, async (row, anyId, anyQuery, anyBody) => {
      const search = Object.entries({ ...anyQuery, ...(row.action === undefined ? {} : { action: row.action }) })
        .map(([name, value]) => `${encodeSafely(name)}=${encodeSafely(value)}`)
        .join('&');
      const path = `${row.path.replace(/\{\w+\}/, anyId)}${search === '' ? '' : `?${search}`}`;
      const headers = {
        origin: 'http://localhost:8080',
        cookie: anna.cookie,
        'x-csrf-token': anna.csrf,
        ...(row.method === 'GET' ? {} : { 'content-type': 'application/json' }),
      };
      const reply = await send(stage.port, row.method, path, headers, row.method === 'GET' ? undefined : anyBody);
      expect(reply.status, `${row.method} ${path}: ${reply.text}`).not.toBe(500);
    }),
    { numRuns: 300 },
  );
  expect(stage.em.executions).toEqual([]);
});

test('whatever cookie, token or address header comes is answered, never with 500', async () => {
  const text = fc.string({
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    maxLength: 300,
  });
  await fc.assert(
    fc.asyncProperty(text, text, text, async (cookie, token, origin) => {
      const headers = {
        cookie: `retry-desk=${cookie}; ${cookie}`,
        'x-csrf-token': token,
        origin,
        'if-none-match': cookie,
      };
      const reply = await send(stage.port, 'DELETE', '/api/session', headers);
      expect(reply.status).toBe(401);
    }),
    { numRuns: 100 },
  );
});

import { randomUUID } from 'node:crypto';
import type { Role } from '@retry-desk/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Route } from '#route.ts';
import { type Browser, type HttpStage, openHttpStage, send } from './http-stage.ts';

type Row = Pick<Route, 'method' | 'path' | 'access' | 'csrf' | 'action'>;
type Who = Role | 'nobody';
type Proof = 'right' | 'no token' | 'wrong token' | 'wrong Origin' | 'other site';

const everybody: readonly Who[] = ['nobody', 'wall', 'viewer', 'operator'];
const proofs: readonly Proof[] = ['right', 'no token', 'wrong token', 'wrong Origin', 'other site'];
/** The gateway has no row in the table, but it is guarded like one. */
const gateway: Row = { method: 'GET', path: '/em/agents/jobs', access: ['operator'] };

let stage: HttpStage;
beforeAll(async () => {
  stage = await openHttpStage();
});
afterAll(() => stage.end());

async function browserOf(who: Who): Promise<Browser | null> {
  if (who === 'nobody') return null;
  if (who === 'viewer') return await stage.signIn('henry');
  const operator = await stage.signIn('anna');
  return who === 'operator' ? operator : await stage.openWall(operator);
}

function headersOf(proof: Proof, as: Browser | null): Record<string, string> {
  const own = { origin: 'http://localhost:8080' };
  const cookie: Record<string, string> = as === null ? {} : { cookie: as.cookie };
  const token: Record<string, string> = as === null ? {} : { 'x-csrf-token': as.csrf };
  switch (proof) {
    case 'right':
      return { ...own, ...cookie, ...token };
    case 'no token':
      return { ...own, ...cookie };
    case 'wrong token':
      return { ...own, ...cookie, 'x-csrf-token': `${as?.csrf.slice(1) ?? 'none'}x` };
    case 'wrong Origin':
      return { ...cookie, ...token, origin: 'https://evil.example' };
    case 'other site':
      return { ...cookie, ...token, 'sec-fetch-site': 'cross-site' };
  }
}

/** The address of a row: ids that exist nowhere, so that an admitted call changes nothing that matters. */
function addressOf({ path, action }: Row): string {
  const filled = path.replace('{id}', randomUUID()).replace('{token}', 'no-such-token');
  return action === undefined ? filled : `${filled}?action=${action}`;
}

/** What the table declares. */
function declared(row: Row, who: Who, proof: Proof): string {
  if (row.access !== 'public') {
    if (who === 'nobody') return '401 not-signed-in';
    if (!row.access.includes(who)) return '403 forbidden';
  }
  if (row.method === 'GET' || proof === 'right') return 'admitted';
  if (proof === 'wrong Origin' || proof === 'other site') return '403 csrf';
  return row.csrf === 'origin-only' || who === 'nobody' ? 'admitted' : '403 csrf';
}

async function decided(row: Row, as: Browser | null, proof: Proof): Promise<string> {
  const reply = await send(stage.port, row.method, addressOf(row), headersOf(proof, as));
  const isProblem = reply.headers['content-type']?.startsWith('application/problem+json') ?? false;
  const code = isProblem ? reply.json().code : null;
  const refused = code === 'not-signed-in' || code === 'forbidden' || code === 'csrf';
  return refused ? `${reply.status} ${code}` : 'admitted';
}

describe('every row of the route table is decided as it declares', () => {
  test.each(everybody)('for %s', async (who) => {
    const rows: Row[] = [...stage.bff.routes, gateway];
    expect(rows.length).toBeGreaterThan(18);
    let as = await browserOf(who);
    const deviations: string[] = [];
    for (const row of rows) {
      for (const proof of proofs) {
        const [expected, seen] = [declared(row, who, proof), await decided(row, as, proof)];
        if (seen !== expected) deviations.push(`${row.method} ${row.path} with ${proof}: ${seen}, not ${expected}`);
        // Signing out was admitted: the next call needs a new session.
        if (row.method === 'DELETE' && row.path === '/api/session' && seen === 'admitted') as = await browserOf(who);
      }
    }
    expect(deviations).toEqual([]);
  });

  test('a token of another session is as wrong as none', async () => {
    const [anna, ben] = [await stage.signIn('anna'), await stage.signIn('ben')];
    const reply = await stage.call('POST', '/api/collect', { as: { cookie: anna.cookie, csrf: ben.csrf } });
    expect([reply.status, reply.json().code]).toEqual([403, 'csrf']);
  });

  test('only what must be open is open', () => {
    const open = stage.bff.routes
      .filter(({ access }) => access === 'public')
      .map(({ method, path }) => `${method} ${path}`);
    expect(open.sort()).toEqual([
      'GET /api/openapi.json',
      'GET /healthz',
      'GET /metrics',
      'GET /readyz',
      'GET /wall/{token}',
      'POST /api/session',
    ]);
  });
});

import { randomUUID } from 'node:crypto';
import type { Role } from '@retry-desk/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Route } from '#route.ts';
import { type Browser, type HttpStage, openHttpStage, send } from './http-stage.ts';

type Row = Pick<Route, 'method' | 'path' | 'access' | 'csrf' | 'action' | 'browserOnly'>;
type Who = Role | 'nobody' | 'script of a viewer' | 'script of an operator';
type Proof = 'right' | 'no token' | 'wrong token' | 'wrong Origin' | 'other site';

const everybody: readonly Who[] = [
  'nobody',
  'wall',
  'viewer',
  'operator',
  'script of a viewer',
  'script of an operator',
];
/** The role behind a script's key. */
const scripts: Partial<Record<Who, Role>> = { 'script of a viewer': 'viewer', 'script of an operator': 'operator' };
const proofs: readonly Proof[] = ['right', 'no token', 'wrong token', 'wrong Origin', 'other site'];
/** The gateway has no row in the table, but it is guarded like one. */
const gateway: Row = { method: 'GET', path: '/em/agents/jobs', access: ['operator'] };

let stage: HttpStage;
beforeAll(async () => {
  // Nobody answers there: the rows of the provider are decided without it.
  stage = await openHttpStage({
    environment: {
      OIDC_ISSUER: 'http://127.0.0.1:9',
      OIDC_CLIENT_ID: 'x',
      OIDC_CLIENT_SECRET: 'x',
      OIDC_VIEWER_GROUPS: 'x',
      TRUST_PROXY: 'loopback',
    },
  });
});
afterAll(() => stage.end());

/** Who asks: what is sent along to say so. */
type Asking = { headers: Record<string, string>; csrf: string } | null;

async function asking(who: Who): Promise<Asking> {
  const role = scripts[who];
  if (role === undefined) {
    const browser = await browserOf(who);
    return browser && { headers: { cookie: browser.cookie }, csrf: browser.csrf };
  }
  const body = { name: who, role, days: 1 };
  const made = await stage.call('POST', '/api/tokens', { as: await stage.signIn('anna'), body });
  return { headers: { authorization: `Bearer ${made.json().secret}` }, csrf: 'none' };
}

async function browserOf(who: Who): Promise<Browser | null> {
  if (who === 'nobody') return null;
  if (who === 'viewer') return await stage.signIn('henry');
  const operator = await stage.signIn('anna');
  return who === 'operator' ? operator : await stage.openWall(operator);
}

function headersOf(proof: Proof, as: Asking): Record<string, string> {
  const own = { origin: 'http://localhost:8080' };
  const cookie = as?.headers ?? {};
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
    const role = scripts[who] ?? who;
    if (!row.access.some((may) => may === role) || (row.browserOnly && scripts[who])) return '403 forbidden';
  }
  if (row.method === 'GET' || proof === 'right') return 'admitted';
  if (proof === 'wrong Origin' || proof === 'other site') return '403 csrf';
  return row.csrf === 'origin-only' || who === 'nobody' || scripts[who] ? 'admitted' : '403 csrf';
}

let calls = 0;

async function decided(row: Row, as: Asking, proof: Proof): Promise<string> {
  calls += 1;
  // How often one address may come back from the provider, or open links, is another test's matter.
  const from: Record<string, string> = !/^\/(?:auth|wall)\//.test(row.path)
    ? {}
    : { 'x-forwarded-for': `10.${calls >> 16}.${(calls >> 8) & 255}.${calls & 255}` };
  const reply = await send(stage.port, row.method, addressOf(row), { ...headersOf(proof, as), ...from });
  const isProblem = reply.headers['content-type']?.startsWith('application/problem+json') ?? false;
  const code = isProblem ? reply.json().code : null;
  const refused = code === 'not-signed-in' || code === 'forbidden' || code === 'csrf';
  return refused ? `${reply.status} ${code}` : 'admitted';
}

/** Every cell of this asker's part of the matrix that is not as declared. */
async function deviations(who: Who): Promise<string[]> {
  const rows: Row[] = [...stage.bff.routes, gateway];
  const found: string[] = [];
  let as = await asking(who);
  for (const row of rows) {
    for (const proof of proofs) {
      const [expected, seen] = [declared(row, who, proof), await decided(row, as, proof)];
      if (seen !== expected) found.push(`${row.method} ${row.path} with ${proof}: ${seen}, not ${expected}`);
      // Signing out was admitted: the next call needs a new session.
      if (row.method === 'DELETE' && row.path === '/api/session' && seen === 'admitted') as = await asking(who);
    }
  }
  return found;
}

describe('every row of the route table is decided as it declares', () => {
  afterAll(() => {
    const rows = stage.bff.routes.length + 1;
    console.info(`access matrix: ${rows} rows × ${everybody.length} askers × ${proofs.length} proofs, ${calls} calls`);
  });

  test.each(everybody)('for %s', async (who) => {
    expect(stage.bff.routes.length).toBeGreaterThan(25);
    expect(await deviations(who)).toEqual([]);
  });

  test('under load, too', async () => {
    const [anna, henry] = [await stage.signIn('anna'), await stage.signIn('henry')];
    let over = false;
    const statuses = new Map<string, number>();
    async function keepAsking(path: string, as: Browser): Promise<void> {
      while (!over) {
        const { status } = await stage.call('GET', path, { as });
        statuses.set(`${path} ${status}`, (statuses.get(`${path} ${status}`) ?? 0) + 1);
      }
    }
    const load = Array.from({ length: 4 }, (_, index) =>
      index % 2 === 0 ? keepAsking('/api/board', anna) : keepAsking('/api/sessions', henry),
    );
    const found = [];
    for (const who of everybody) found.push(...(await deviations(who)));
    over = true;
    await Promise.all(load);
    expect(found).toEqual([]);
    expect([...statuses.keys()].toSorted()).toEqual(['/api/board 200', '/api/sessions 403']);
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
      'GET /api/sign-in',
      'GET /auth/oidc/callback',
      'GET /auth/oidc/login',
      'GET /healthz',
      'GET /metrics',
      'GET /readyz',
      'GET /wall/{token}',
      'POST /api/session',
    ]);
  });
});

import { randomUUID } from 'node:crypto';
import type { Role } from '@retry-desk/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Route } from '#route.ts';
import { type Browser, type HttpStage, openHttpStage, type Reply, send } from './http-stage.ts';

type Row = Pick<Route, 'method' | 'path' | 'access' | 'csrf' | 'action' | 'browserOnly' | 'getOnly'>;
type CallerOf = Role | 'nobody' | 'script of a viewer' | 'script of an operator';
type Proof = 'right' | 'no token' | 'wrong token' | 'wrong Origin' | 'other site';

const everybody: readonly CallerOf[] = [
  'nobody',
  'wall',
  'viewer',
  'operator',
  'script of a viewer',
  'script of an operator',
];
/** The role behind a script's key. */
const scripts: Partial<Record<CallerOf, Role>> = {
  'script of a viewer': 'viewer',
  'script of an operator': 'operator',
};
const proofs: readonly Proof[] = ['right', 'no token', 'wrong token', 'wrong Origin', 'other site'];
/** The gateway has no row in the table, but it is guarded like one. */
const gateway: Row = { method: 'GET', path: '/em/agents/jobs', access: ['operator'], getOnly: true };
/** Methods that no row declares: HEAD is answered as GET, the others by nobody. */
const undeclared = ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'TRACE'] as const;

let stage: HttpStage;

async function openStage(logLevel: 'info' | 'trace'): Promise<void> {
  calls = 0;
  // Nobody answers there: the rows of the provider are decided without it.
  stage = await openHttpStage({
    logLevel,
    environment: {
      OIDC_ISSUER: 'http://127.0.0.1:9',
      OIDC_CLIENT_ID: 'x',
      OIDC_CLIENT_SECRET: 'x',
      OIDC_VIEWER_GROUPS: 'x',
      TRUST_PROXY: 'loopback',
    },
  });
}

/** The callers, and the headers that identify them. */
type Asking = { headers: Record<string, string>; csrf: string } | null;

async function asking(who: CallerOf): Promise<Asking> {
  const role = scripts[who];
  if (role === undefined) {
    const browser = await browserOf(who);
    return browser && { headers: { cookie: browser.cookie }, csrf: browser.csrf };
  }
  const body = { name: who, role, days: 1 };
  const made = await stage.call('POST', '/api/tokens', { as: await stage.signIn('anna'), body });
  return { headers: { authorization: `Bearer ${made.json().secret}` }, csrf: 'none' };
}

async function browserOf(who: CallerOf): Promise<Browser | null> {
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

/** The declaration in the table. */
function declared(row: Row, who: CallerOf, proof: Proof): string {
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

/** An answer to this row's address, and from a new one of ours where that matters. */
function ask(method: string, row: Row, headers: Record<string, string>): Promise<Reply> {
  calls += 1;
  // How often one address may come back from the provider, or open links, is another test's matter.
  const from: Record<string, string> = !/^\/(?:auth|wall)\//.test(row.path)
    ? {}
    : { 'x-forwarded-for': `10.${calls >> 16}.${(calls >> 8) & 255}.${calls & 255}` };
  return send(stage.port, method, addressOf(row), { ...headers, ...from });
}

async function decided(row: Row, as: Asking, proof: Proof): Promise<string> {
  const reply = await ask(row.method, row, headersOf(proof, as));
  const isProblem = reply.headers['content-type']?.startsWith('application/problem+json') ?? false;
  const code = isProblem ? reply.json().code : null;
  const refused = code === 'not-signed-in' || code === 'forbidden' || code === 'csrf';
  return refused ? `${reply.status} ${code}` : 'admitted';
}

/** Every cell of this caller's part of the matrix that is not as declared. */
async function deviations(who: CallerOf): Promise<string[]> {
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

/** The expected answer to a method that no row declares; the gateway first checks the caller. */
function declaredOf(method: (typeof undeclared)[number], rows: readonly Row[], who: CallerOf): string {
  const asGet = method === 'HEAD' ? rows.find((row) => row.method === 'GET' && !row.getOnly) : undefined;
  const guard = rows.find((row) => row === gateway) ?? asGet;
  const first = guard === undefined ? 'admitted' : declared(guard, who, 'right');
  if (first !== 'admitted') return first.slice(0, 3);
  return asGet === undefined ? '405' : 'admitted';
}

/** Every method that no row declares and that is neither treated like GET nor refused, for this caller. */
async function strayMethods(who: CallerOf): Promise<string[]> {
  const as = await asking(who);
  const found: string[] = [];
  for (const rows of Map.groupBy<string, Row>([...stage.bff.routes, gateway], ({ path }) => path).values()) {
    for (const method of undeclared) {
      const [first] = rows;
      if (first === undefined) continue;
      const { status, text } = await ask(method, first, headersOf('right', as));
      const seen = [401, 403, 405].includes(status) ? String(status) : 'admitted';
      const expected = declaredOf(method, rows, who);
      if (seen !== expected) found.push(`${method} ${first.path}: ${seen}, not ${expected}`);
      if (method === 'HEAD' && text !== '') found.push(`HEAD ${first.path} has a body`);
    }
  }
  return found;
}

// Below `debug` what is asked for all the time is answered on a way of its own, before anything else.
describe.each(['info', 'trace'] as const)('every row of the route table is decided as it declares', (logLevel) => {
  beforeAll(() => openStage(logLevel));
  afterAll(async () => {
    await stage.end();
    const rows = stage.bff.routes.length + 1;
    console.info(
      `access matrix at ${logLevel}: ${rows} rows × ${everybody.length} callers × ${proofs.length} proofs, ${calls} calls`,
    );
  });

  test.each(everybody)('for %s', async (who) => {
    expect(stage.bff.routes.length).toBeGreaterThan(25);
    expect(await deviations(who)).toEqual([]);
  });

  test.each(everybody)('and by no other method for %s', async (who) => {
    expect(await strayMethods(who)).toEqual([]);
  });
});

describe('as the product logs', () => {
  beforeAll(() => openStage('info'));
  afterAll(() => stage.end());

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
  }, 240_000);

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
      'POST /api/wall-codes',
      'POST /api/wall-codes',
      'POST /wall/{token}',
    ]);
  });
});

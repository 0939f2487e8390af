import { expect, test } from 'vitest';
import { api, pages, patterns } from './paths.ts';

const id = '78c3919c-54d7-43fe-b047-485d3566f11f';

test('all addresses of pages are these', () => {
  expect({
    patterns,
    board: pages.board(),
    filtered: pages.board({ state: 'all', q: 'a b&c', server: '', streak: '2' }),
    job: pages.job(id),
    tasks: pages.tasks({ by: 'TECH\\anna', cursor: '' }),
    task: pages.task(id),
    machines: pages.machines('ora 01'),
    shift: [pages.shift(), pages.shift('day')],
    byAge: [pages.machinesByAge(), pages.machinesByAge({ older: '7', cursor: '1 2 a' })],
    wall: pages.wall(),
    settings: pages.settings(),
    audit: pages.audit({ kind: 'retry', by: 'a&b' }),
    about: pages.about(),
    signIn: [pages.signIn(), pages.signIn('/'), pages.signIn('/tasks?state=open')],
  }).toMatchInlineSnapshot(`
    {
      "about": "/about",
      "audit": "/audit?kind=retry&by=a%26b",
      "board": "/",
      "byAge": [
        "/machines?view=age",
        "/machines?view=age&older=7&cursor=1+2+a",
      ],
      "filtered": "/?state=all&q=a+b%26c&streak=2",
      "job": "/jobs/78c3919c-54d7-43fe-b047-485d3566f11f",
      "machines": "/machines?q=ora+01",
      "patterns": {
        "about": "/about",
        "audit": "/audit",
        "board": "/",
        "job": "/jobs/:id",
        "machines": "/machines",
        "settings": "/settings",
        "shift": "/shift",
        "signIn": "/sign-in",
        "task": "/tasks/:id",
        "tasks": "/tasks",
        "wall": "/wall",
      },
      "settings": "/settings",
      "shift": [
        "/shift",
        "/shift?since=day",
      ],
      "signIn": [
        "/sign-in",
        "/sign-in",
        "/sign-in?returnTo=%2Ftasks%3Fstate%3Dopen",
      ],
      "task": "/tasks/78c3919c-54d7-43fe-b047-485d3566f11f",
      "tasks": "/tasks?by=TECH%5Canna",
      "wall": "/wall",
    }
  `);
});

test('all addresses of the interface are these', () => {
  expect({
    session: api.session(),
    board: api.board(),
    jobs: api.jobs({ state: 'running' }),
    job: api.job(id),
    retryJob: api.retryJob(id),
    retryJobs: api.retryJobs(),
    tasks: api.tasks({ state: 'open', since: '2026-01-31T04:12:00.000Z' }),
    task: api.task(id),
    stopJob: api.stopJob(id),
    releaseTask: api.releaseTask(id),
    sessions: api.sessions(),
    openSession: api.openSession('a_b-c'),
    lastGood: api.lastGood({ olderThanDays: '7', backup: '' }),
    machines: api.machines('ö'),
    collect: api.collect(),
    wall: api.wall(),
    wallLinks: api.wallLinks(),
    wallLink: api.wallLink(id),
    wallCodes: [api.wallCodes(), api.openByCode()],
    wallPairings: [api.wallPairings(), api.wallPairing(id), api.confirmPairing(id)],
    status: api.status(),
    em: api.em('agents/jobs'),
    signInWays: api.signInWays(),
    oidc: [api.oidc(), api.oidc('/'), api.oidc('/tasks?state=open')],
    tokens: api.tokens(),
    token: api.token(id),
    audit: api.audit({ since: '2026-01-31T04:12:00.000Z' }),
  }).toMatchInlineSnapshot(`
    {
      "audit": "/api/audit?since=2026-01-31T04%3A12%3A00.000Z",
      "board": "/api/board",
      "collect": "/api/collect",
      "em": "/em/agents/jobs",
      "job": "/api/agents/jobs/78c3919c-54d7-43fe-b047-485d3566f11f",
      "jobs": "/api/agents/jobs?state=running",
      "lastGood": "/api/machines/last-good?olderThanDays=7",
      "machines": "/api/machines?q=%C3%B6",
      "oidc": [
        "/auth/oidc/login",
        "/auth/oidc/login",
        "/auth/oidc/login?returnTo=%2Ftasks%3Fstate%3Dopen",
      ],
      "openSession": "/api/sessions/a_b-c",
      "releaseTask": "/api/tasks/78c3919c-54d7-43fe-b047-485d3566f11f?action=release",
      "retryJob": "/api/agents/jobs/78c3919c-54d7-43fe-b047-485d3566f11f?action=retry",
      "retryJobs": "/api/agents/jobs?action=retry",
      "session": "/api/session",
      "sessions": "/api/sessions",
      "signInWays": "/api/sign-in",
      "status": "/api/status",
      "stopJob": "/api/tasks/78c3919c-54d7-43fe-b047-485d3566f11f?action=stop",
      "task": "/api/tasks/78c3919c-54d7-43fe-b047-485d3566f11f",
      "tasks": "/api/tasks?state=open&since=2026-01-31T04%3A12%3A00.000Z",
      "token": "/api/tokens/78c3919c-54d7-43fe-b047-485d3566f11f",
      "tokens": "/api/tokens",
      "wall": "/api/wall",
      "wallCodes": [
        "/api/wall-codes",
        "/api/wall-codes?action=open",
      ],
      "wallLink": "/api/wall-links/78c3919c-54d7-43fe-b047-485d3566f11f",
      "wallLinks": "/api/wall-links",
      "wallPairings": [
        "/api/wall-pairings",
        "/api/wall-pairings/78c3919c-54d7-43fe-b047-485d3566f11f",
        "/api/wall-pairings/78c3919c-54d7-43fe-b047-485d3566f11f?action=confirm",
      ],
    }
  `);
});

test('an id from elsewhere cannot leave its place in the path', () => {
  expect(pages.job('../../x?y#z')).toBe('/jobs/..%2F..%2Fx%3Fy%23z');
});

import { apiPaths, pagePaths, pathTo } from '@retry-desk/contract';

type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** Patterns the router matches; `pages` builds the addresses. */
export const patterns = {
  board: pagePaths.board,
  job: pagePaths.job,
  tasks: pagePaths.tasks,
  task: pagePaths.task,
  machines: pagePaths.machines,
  shift: pagePaths.shift,
  wall: pagePaths.wall,
  settings: pagePaths.settings,
  audit: pagePaths.audit,
  about: pagePaths.about,
  signIn: pagePaths.signIn,
} as const;

export type BoardSearch = {
  state?: string;
  by?: string;
  q?: string;
  server?: string;
  platform?: string;
  streak?: string;
  tried?: string;
  known?: string;
  sort?: string;
};
export type JobSearch = {
  state?: string;
  q?: string;
  server?: string;
  platform?: string;
  streak?: number;
  retriedSince?: string | null;
  notRetriedSince?: string | null;
  known?: string;
};
export type AuditSearch = { kind?: string; by?: string; since?: string; cursor?: string };
export type ShiftSearch = { since?: string; zone: string };
export type AgeSearch = { older?: string; cursor?: string };
export type LastGoodSearch = { olderThanDays?: string; backup?: string; cursor?: string };
export type TaskSearch = { state?: string; job?: string; by?: string; since?: string; cursor?: string };

/** Addresses of pages. */
export const pages = {
  board: (search: BoardSearch = {}) => withQuery(pagePaths.board, search),
  job: (id: string) => pathTo(pagePaths.job, id),
  tasks: (search: TaskSearch = {}) => withQuery(pagePaths.tasks, search),
  task: (id: string) => pathTo(pagePaths.task, id),
  machines: (q?: string) => withQuery(pagePaths.machines, { q }),
  shift: (since?: string) => withQuery(pagePaths.shift, { since }),
  machinesByAge: (search: AgeSearch = {}) => withQuery(pagePaths.machines, { view: 'age', ...search }),
  wall: () => pagePaths.wall,
  settings: () => pagePaths.settings,
  notices: () => `${pagePaths.settings}#notices`,
  audit: (search: AuditSearch = {}) => withQuery(pagePaths.audit, search),
  about: () => pagePaths.about,
  signIn: (returnTo?: string) => withQuery(pagePaths.signIn, { returnTo: elsewhere(returnTo) }),
};

/** Addresses of the JSON interface. */
export const api = {
  session: () => apiPaths.session,
  board: () => apiPaths.board,
  jobs: (search: JobSearch = {}) => withQuery(apiPaths.jobs, search),
  job: (id: string) => pathTo(apiPaths.job, id),
  retryJob: (id: string) => withQuery(pathTo(apiPaths.job, id), { action: 'retry' }),
  retryJobs: () => withQuery(apiPaths.jobs, { action: 'retry' }),
  tasks: (search: TaskSearch = {}) => withQuery(apiPaths.tasks, search),
  task: (id: string) => pathTo(apiPaths.task, id),
  stopJob: (id: string) => withQuery(pathTo(apiPaths.task, id), { action: 'stop' }),
  releaseTask: (id: string) => withQuery(pathTo(apiPaths.task, id), { action: 'release' }),
  machines: (q: string, lastGood?: 'true') => withQuery(apiPaths.machines, { q, lastGood }),
  lastGood: (search: LastGoodSearch) => withQuery(apiPaths.lastGood, search),
  causes: () => apiPaths.causes,
  shift: (search: ShiftSearch) => withQuery(apiPaths.shift, search),
  shiftVisits: () => apiPaths.shiftVisits,
  acknowledgements: () => apiPaths.acknowledgements,
  acknowledgement: (id: string) => pathTo(apiPaths.acknowledgement, id),
  collect: () => apiPaths.collect,
  sessions: () => apiPaths.sessions,
  openSession: (id: string) => pathTo(apiPaths.openSession, id),
  wall: () => apiPaths.wall,
  wallLinks: () => apiPaths.wallLinks,
  wallLink: (id: string) => pathTo(apiPaths.wallLink, id),
  wallCodes: () => apiPaths.wallCodes,
  openByCode: () => withQuery(apiPaths.wallCodes, { action: 'open' }),
  wallPairings: () => apiPaths.wallPairings,
  wallPairing: (id: string) => pathTo(apiPaths.wallPairing, id),
  confirmPairing: (id: string) => withQuery(pathTo(apiPaths.wallPairing, id), { action: 'confirm' }),
  status: () => apiPaths.status,
  notices: () => apiPaths.notices,
  noticeTest: () => apiPaths.noticeTest,
  signInWays: () => apiPaths.signInWays,
  oidc: (returnTo?: string) => withQuery(apiPaths.oidcLogin, { returnTo: elsewhere(returnTo) }),
  tokens: () => apiPaths.tokens,
  token: (id: string) => pathTo(apiPaths.token, id),
  renewToken: (id: string) => withQuery(pathTo(apiPaths.token, id), { action: 'renew' }),
  audit: (search: AuditSearch = {}) => withQuery(apiPaths.audit, search),
  em: (path: string) => `${apiPaths.em}/${path}`,
};

/** Where a sign-in leads back to, but for the board, where it leads by itself. */
function elsewhere(returnTo: string | undefined): string | undefined {
  return returnTo === pagePaths.board ? undefined : returnTo;
}

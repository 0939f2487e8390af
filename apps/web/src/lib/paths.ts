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
  board: '/',
  job: '/jobs/:id',
  tasks: '/tasks',
  task: '/tasks/:id',
  machines: '/machines',
  wall: '/wall',
  settings: '/settings',
  audit: '/audit',
  about: '/about',
  signIn: '/sign-in',
} as const;

export type BoardSearch = {
  state?: string;
  q?: string;
  server?: string;
  platform?: string;
  streak?: string;
  tried?: string;
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
};
export type AuditSearch = { kind?: string; by?: string; since?: string; cursor?: string };
export type TaskSearch = { state?: string; job?: string; by?: string; since?: string; cursor?: string };

/** Addresses of pages. */
export const pages = {
  board: (search: BoardSearch = {}) => withQuery('/', search),
  job: (id: string) => `/jobs/${encodeURIComponent(id)}`,
  tasks: (search: TaskSearch = {}) => withQuery('/tasks', search),
  task: (id: string) => `/tasks/${encodeURIComponent(id)}`,
  machines: (q?: string) => withQuery('/machines', { q }),
  wall: () => '/wall',
  settings: () => '/settings',
  audit: (search: AuditSearch = {}) => withQuery('/audit', search),
  about: () => '/about',
  signIn: (returnTo?: string) => withQuery('/sign-in', { returnTo: returnTo === '/' ? undefined : returnTo }),
};

/** Addresses of the JSON interface. */
export const api = {
  session: () => '/api/session',
  board: () => '/api/board',
  jobs: (search: JobSearch = {}) => withQuery('/api/agents/jobs', search),
  job: (id: string) => `/api/agents/jobs/${encodeURIComponent(id)}`,
  retryJob: (id: string) => `/api/agents/jobs/${encodeURIComponent(id)}?action=retry`,
  retryJobs: () => '/api/agents/jobs?action=retry',
  tasks: (search: TaskSearch = {}) => withQuery('/api/tasks', search),
  task: (id: string) => `/api/tasks/${encodeURIComponent(id)}`,
  stopJob: (id: string) => `/api/tasks/${encodeURIComponent(id)}?action=stop`,
  releaseTask: (id: string) => `/api/tasks/${encodeURIComponent(id)}?action=release`,
  machines: (q: string, lastGood?: 'true') => withQuery('/api/machines', { q, lastGood }),
  collect: () => '/api/collect',
  sessions: () => '/api/sessions',
  openSession: (id: string) => `/api/sessions/${encodeURIComponent(id)}`,
  wallLinks: () => '/api/wall-links',
  wallLink: (id: string) => `/api/wall-links/${encodeURIComponent(id)}`,
  wallCodes: () => '/api/wall-codes',
  openByCode: () => '/api/wall-codes?action=open',
  wallPairings: () => '/api/wall-pairings',
  wallPairing: (id: string) => `/api/wall-pairings/${encodeURIComponent(id)}`,
  confirmPairing: (id: string) => `/api/wall-pairings/${encodeURIComponent(id)}?action=confirm`,
  status: () => '/api/status',
  signInWays: () => '/api/sign-in',
  oidc: (returnTo?: string) => withQuery('/auth/oidc/login', { returnTo: returnTo === '/' ? undefined : returnTo }),
  tokens: () => '/api/tokens',
  token: (id: string) => `/api/tokens/${encodeURIComponent(id)}`,
  audit: (search: AuditSearch = {}) => withQuery('/api/audit', search),
  em: (path: string) => `/em/${path}`,
};

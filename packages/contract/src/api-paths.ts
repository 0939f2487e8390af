/**
 * Paths the server answers beside its pages, each spelled here and nowhere else; `{id}` stands for one part. One constant
 * each, so that the web app carries those it asks for only.
 */
export const session = '/api/session';
export const board = '/api/board';
export const jobs = '/api/agents/jobs';
export const job = '/api/agents/jobs/{id}';
export const tasks = '/api/tasks';
export const task = '/api/tasks/{id}';
export const machines = '/api/machines';
export const lastGood = '/api/machines/last-good';
export const collect = '/api/collect';
export const sessions = '/api/sessions';
export const openSession = '/api/sessions/{id}';
export const causes = '/api/causes';
export const acknowledgements = '/api/acknowledgements';
export const acknowledgement = '/api/acknowledgements/{id}';
export const shift = '/api/shift';
export const shiftVisits = '/api/shift/visits';
export const notices = '/api/notices';
export const noticeTest = '/api/notices/test';
export const wall = '/api/wall';
export const wallLinks = '/api/wall-links';
export const wallLink = '/api/wall-links/{id}';
export const wallCodes = '/api/wall-codes';
export const wallPairings = '/api/wall-pairings';
export const wallPairing = '/api/wall-pairings/{id}';
export const status = '/api/status';
export const signInWays = '/api/sign-in';
export const tokens = '/api/tokens';
export const token = '/api/tokens/{id}';
export const audit = '/api/audit';
export const openapi = '/api/openapi.json';
export const oidcLogin = '/auth/oidc/login';
export const oidcCallback = '/auth/oidc/callback';
export const healthz = '/healthz';
export const readyz = '/readyz';
export const metrics = '/metrics';
/** Followed by an address of Enterprise Manager, below its own `/api`. */
export const em = '/em';

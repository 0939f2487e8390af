const id = '[0-9A-Za-z:-]+';

/** Resources of Enterprise Manager that may be read through the gateway: nothing of logons, accounts or security. */
const allowed = [
  `agents/jobs(/${id}(/backupSessions)?)?`,
  'agents/backupSessions',
  `backupSessions(/${id}(/taskSessions|/agentManagementSessions)?)?`,
  `backupTaskSessions(/${id})?`,
  `backupServers(/${id})?`,
  'query',
  `tasks(/${id})?`,
].map((pattern) => new RegExp(`^/${pattern}$`));

/** What a query may ask for; Enterprise Manager reads names and values in any case. */
const allowedTypes = new Set(['agentbackupjob', 'backupjobsession', 'backuptasksession', 'backupserver', 'task']);

function isAllowedQuery(query: URLSearchParams): boolean {
  const types = [...query].filter(([name]) => name.trim().toLowerCase() === 'type');
  // Of two types nobody knows which one Enterprise Manager takes.
  return types.length === 1 && types.every(([, value]) => allowedTypes.has(value.toLowerCase()));
}

/** Whether this address below /em may be read. An address that needs decoding is none of ours: ids are plain. */
export function isAllowed(path: string, query: URLSearchParams): boolean {
  return allowed.some((pattern) => pattern.test(path)) && (path !== '/query' || isAllowedQuery(query));
}

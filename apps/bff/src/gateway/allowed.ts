const id = '[0-9A-Za-z:-]+';

/** Resources of Enterprise Manager that may be read through the gateway: nothing of logons, accounts or security. */
const allowed = [
  `agents/jobs(/${id}(/backupSessions)?)?`,
  'agents/backupSessions',
  `backupSessions(/${id}(/taskSessions|/agentManagementSessions)?)?`,
  `backupTaskSessions(/${id})?`,
  `backupServers(/${id})?`,
  'query',
  'querySvc',
  'tasks',
].map((pattern) => new RegExp(`^/${pattern}$`));

/** Types that a query may not ask for. */
const forbiddenTypes = /account|role|security|logon/i;

/** Whether this address below /em may be read. An address that needs decoding is none of ours: ids are plain. */
export function isAllowed(path: string, query: URLSearchParams): boolean {
  return (
    allowed.some((pattern) => pattern.test(path)) && !query.getAll('type').some((type) => forbiddenTypes.test(type))
  );
}

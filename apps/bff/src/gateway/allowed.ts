/**
 * First segments of the addresses that Enterprise Manager's reference documents for reading (Veeam Backup Enterprise
 * Manager REST API Reference, builds 12 to 13.1).
 */
const resources = new Set([
  'agents',
  'backupFiles',
  'backupServers',
  'backupSessions',
  'backupTaskSessions',
  'backups',
  'catalog',
  'cloud',
  'failoverPlans',
  'hierarchyRoots',
  'jobs',
  'lookup',
  'managedServers',
  'nas',
  'query',
  'querySvc',
  'quotas',
  'replicaSessions',
  'replicaTaskSessions',
  'replicas',
  'reports',
  'repositories',
  'restorePoints',
  'restoreSessions',
  'tasks',
  'vAppRestorePoints',
  'vCloud',
  'vmReplicaPoints',
  'vmRestorePoints',
  'wanAccelerators',
]);

/** Nothing of logons, people and their rights, and no way to the files inside of backups, wherever it stands in an address. */
const closed = /^(?:accounts?|credentials?|guestfs|logonSessions?|mounts?|passwords?|roles?|security|sessionMngr)$/i;
const closedTypes = /account|credential|logon|password|role|security|session(?:id|mngr)/i;

const mostParts = 6;
const part = /^[0-9A-Za-z:_-]{1,100}$/;

function isAllowedQuery(query: URLSearchParams): boolean {
  const types = [...query].filter(([name]) => name.trim().toLowerCase() === 'type');
  // With two types it is not known which one Enterprise Manager takes.
  return types.length === 1 && types.every(([, value]) => /^[A-Za-z]{1,60}$/.test(value) && !closedTypes.test(value));
}

/** Whether this address below /em may be read. An address that needs decoding is none of ours: ids are plain. */
export function isAllowed(path: string, query: URLSearchParams): boolean {
  const [before, first = '', ...more] = path.split('/');
  if (before !== '' || !resources.has(first) || more.length >= mostParts) return false;
  if (!more.every((each) => part.test(each) && !closed.test(each))) return false;
  return first !== 'query' || (more.length === 0 && isAllowedQuery(query));
}

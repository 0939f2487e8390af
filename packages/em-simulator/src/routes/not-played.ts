/** The first parts of the addresses that a real Enterprise Manager has (reference 13.0 and 13.1) and this one does not play, or not wholly. */
const NOT_PLAYED = [
  'agents',
  'backupfiles',
  'backups',
  'backupservers',
  'backupsessions',
  'backuptasksessions',
  'catalog',
  'cdppolicies',
  'cdpreplica',
  'cdpreplicas',
  'cdpreplicasessions',
  'cdpreplicatasksessions',
  'cloud',
  'credentials',
  'externalrepositories',
  'failoverplans',
  'hierarchyroots',
  'jobs',
  'lookup',
  'lookupsvc',
  'managedservers',
  'nas',
  'quotas',
  'reports',
  'replicas',
  'replicasessions',
  'replicatasksessions',
  'repositories',
  'restorepoints',
  'restoresessions',
  'security',
  'selfservice',
  'systemsessions',
  'vappreplicapoints',
  'vapprestorepoints',
  'vcloud',
  'vmreplicapoints',
  'vmrestorepoints',
  'wanaccelerators',
];

/** Actions of a real server on a job that this one does not play. */
const NOT_PLAYED_ACTIONS = ['clone', 'edit', 'sync', 'togglescheduleenabled'];

/** Whether a path belongs to a real server but not to the simulated part of it. */
export function isNotPlayed(path: string): boolean {
  return NOT_PLAYED.includes(path.split('/')[1] ?? '');
}

/** Whether an action belongs to a real server but not to the simulated part of it. */
export function isNotPlayedAction(action: string): boolean {
  return NOT_PLAYED_ACTIONS.includes(action);
}

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

/** Actions of a real server that this one does not play, on a job and on a backup server. */
const NOT_PLAYED_ACTIONS = {
  job: ['clone', 'edit', 'sync', 'togglescheduleenabled'],
  server: ['quickbackup', 'veeamzip'],
};

/** Further methods of addresses that are played (reference 13.0, Methods of each resource). */
const NOT_PLAYED_METHODS: readonly (readonly [methods: readonly string[], path: RegExp])[] = [
  [['POST'], /^\/backupservers$/],
  [['PUT', 'DELETE'], /^\/backupservers\/[^/]+$/],
  [['PUT'], /^\/jobs\/[^/]+$/],
  [['POST'], /^\/security\/accounts$/],
  [['POST', 'DELETE'], /^\/security\/accounts\/[^/]+$/],
  [['POST'], /^\/security\/accounts\/[^/]+\/roles$/],
];

/** Whether a path belongs to a real server but not to the simulated part of it. */
export function isNotPlayed(path: string): boolean {
  return NOT_PLAYED.includes(path.split('/')[1] ?? '');
}

/** Whether a method belongs to an address of a real server but not to the simulated part of it. */
export function isNotPlayedMethod(method: string, path: string): boolean {
  return NOT_PLAYED_METHODS.some(([methods, place]) => methods.includes(method) && place.test(path));
}

/** Whether an action belongs to a real server but not to the simulated part of it. */
export function isNotPlayedAction(on: keyof typeof NOT_PLAYED_ACTIONS, action: string): boolean {
  return NOT_PLAYED_ACTIONS[on].includes(action);
}

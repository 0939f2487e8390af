/** Places that a real Enterprise Manager has (reference 13.0) and this one does not play. */
const NOT_PLAYED = [
  'agents',
  'backupfiles',
  'backups',
  'backupservers',
  'backupsessions',
  'catalog',
  'cloud',
  'credentials',
  'failoverplans',
  'hierarchyroots',
  'jobs',
  'lookup',
  'lookupsvc',
  'nas',
  'quotas',
  'replicas',
  'reports',
  'repositories',
  'restorepoints',
  'restoresessions',
  'security',
  'vcloud',
  'vmrestorepoints',
  'wanaccelerators',
];

/** What a real server does to a job and this one does not. */
const NOT_PLAYED_ACTIONS = ['clone', 'edit', 'togglescheduleenabled'];

/** Whether a path belongs to a real server but not to the simulated part of it. */
export function isNotPlayed(path: string): boolean {
  return NOT_PLAYED.includes(path.split('/')[1] ?? '');
}

/** Whether an action belongs to a real server but not to the simulated part of it. */
export function isNotPlayedAction(action: string): boolean {
  return NOT_PLAYED_ACTIONS.includes(action);
}

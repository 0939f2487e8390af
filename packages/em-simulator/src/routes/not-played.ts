/** Places that a real Enterprise Manager has and this one does not play. */
const NOT_PLAYED = [
  'agents',
  'backups',
  'backupfiles',
  'catalog',
  'cloud',
  'credentials',
  'failoverplans',
  'hierarchyroots',
  'jobs',
  'lookup',
  'lookupsvc',
  'managedservers',
  'nas',
  'quotas',
  'replicas',
  'replicasessions',
  'reports',
  'repositories',
  'restorepoints',
  'restoresessions',
  'security',
  'vcloud',
  'vmrestorepoints',
  'wanaccelerators',
  'backuptasksessions',
  'backupservers',
  'backupsessions',
];

/** Whether a path belongs to a real server but not to the simulated part of it. */
export function isNotPlayed(path: string): boolean {
  return NOT_PLAYED.includes(path.split('/')[1] ?? '');
}

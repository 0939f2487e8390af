import { isolated } from '#lib/isolated.ts';

/** Every text of the machine search that the catalogue does not have. */
export const machineWords = {
  label: 'Find a machine',
  placeholder: 'Its name, or a part of it',
  start: 'Type at least two letters of a machine’s name to see what its last backups came to, across all jobs.',
  searching: 'Searching …',
  nothing: (text: string) => `No machine with “${text}” in its name`,
  nothingHelp: 'No run of the last 30 days has such a machine.',
  failed: 'The machines could not be searched',
  stale: 'This is not up to date.',
  found: (count: number) => (count === 1 ? '1 machine' : `${count} machines`),
  noReason: 'no reason given',
  underWay: 'under way',

  dialogStart: 'Type at least two letters.',
  dialogFailed: 'The search does not answer.',
  keys: 'Arrow keys choose, Enter opens, Esc closes.',
  groups: { job: 'Jobs', machine: 'Machines', person: 'People' },
  retriesBy: (person: string) => `Retries by ${isolated(person)}`,
  /** The state of a find for those who do not see its shape. */
  marks: {
    failed: 'failed',
    running: 'running',
    waiting: 'waiting',
    warning: 'warning',
    ok: 'success',
    unknown: 'unknown',
  },
};

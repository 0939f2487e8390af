import { apiPaths, pagePaths } from '@retry-desk/contract';

/** The topics of the interface, by the alphabet. */
export const topics = {
  Acknowledgements: 'Who works on what, until when.',
  Audit: 'Who did what.',
  Board: 'What needs somebody now, as board and wall show it.',
  'Enterprise Manager': 'Its own resources, read through the session of the server.',
  'Hand-over': 'A shift on one page.',
  Jobs: 'Agent jobs, their runs, and retries of failed ones.',
  Machines: 'Machines and their last good backup.',
  Monitoring: 'Whether this server is well.',
  Notices: 'What was sent to whom, and how the channels are.',
  'Sign-in': 'Sessions, the ways to sign in, and API tokens of scripts.',
  Tasks: 'Retries, from the request to the result of the backup.',
  Walls: 'Screens of an operations room.',
} as const;

/** Where the addresses of a topic begin; the first that fits counts. */
const starts: readonly (readonly [string, keyof typeof topics])[] = [
  [apiPaths.jobs, 'Jobs'],
  [apiPaths.collect, 'Jobs'],
  [apiPaths.tasks, 'Tasks'],
  [apiPaths.machines, 'Machines'],
  [apiPaths.acknowledgements, 'Acknowledgements'],
  [apiPaths.shift, 'Hand-over'],
  [apiPaths.notices, 'Notices'],
  [apiPaths.wallLinks, 'Walls'],
  [apiPaths.wallCodes, 'Walls'],
  [apiPaths.wallPairings, 'Walls'],
  [pagePaths.openWall, 'Walls'],
  [apiPaths.session, 'Sign-in'],
  [apiPaths.signInWays, 'Sign-in'],
  [apiPaths.oidcLogin, 'Sign-in'],
  [apiPaths.oidcCallback, 'Sign-in'],
  [apiPaths.tokens, 'Sign-in'],
  [apiPaths.audit, 'Audit'],
  [apiPaths.healthz, 'Monitoring'],
  [apiPaths.readyz, 'Monitoring'],
  [apiPaths.metrics, 'Monitoring'],
  [`${apiPaths.em}/`, 'Enterprise Manager'],
];

/** The topic of an address. */
export function topicOf(path: string): keyof typeof topics {
  return starts.find(([start]) => path.startsWith(start))?.[1] ?? 'Board';
}

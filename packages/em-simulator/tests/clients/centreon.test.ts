import { test } from 'vitest';
import { begin, handClock } from '../begin.ts';
import { type Client, replay, type Step, talkAs } from './replay.ts';

/*
 * Source: centreon/centreon-plugins, src/apps/backup/veeam/vbem/restapi/custom/api.pm (requests, lower-cased names) and
 * mode/jobs.pm, mode/listjobs.pm, mode/repositories.pm (readings): a plug-in in Perl for versions 12 and 13 alike.
 * Perl's URI module percent-encodes the filter; libcurl sends the header's name in small letters.
 */
const CENTREON: Client = { name: "Centreon's plug-in", speaks: 'json', lowersNames: true };
const ALWAYS = { Accept: 'application/json', 'Content-Type': 'application/json' };
const LOGGED_ON = { ...ALWAYS, 'x-restsvcsessionid': '{token}' };
const SESSIONS = 'entities.backupjobsessions.backupjobsessions';
const REPOSITORIES = 'entities.repositories.repositories';

const STEPS: Step[] = [
  {
    ask: 'POST /api/sessionMngr/',
    headers: { ...ALWAYS, Authorization: 'Basic {basic}' },
    status: 201,
    take: { token: 'header X-RestSvcSessionId' },
  },
  {
    ask: 'GET /api/query?type=BackupJobSession&format=Entities&filter=CreationTime%3E%3D{since}',
    headers: LOGGED_ON,
    reads: {
      [`${SESSIONS}[*].jobuid`]: 'text',
      [`${SESSIONS}[*].jobname`]: 'text',
      [`${SESSIONS}[*].jobtype`]: 'text',
      [`${SESSIONS}[*].creationtimeutc`]: /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)/,
      [`${SESSIONS}[*].state`]: 'text',
      [`${SESSIONS}[*].result`]: 'text',
    },
  },
  {
    ask: 'GET /api/query?type=ReplicaJobSession&format=Entities&filter=CreationTime%3E%3D{since}',
    headers: LOGGED_ON,
    reads: { 'entities.replicajobsessions.replicajobsessions': 'list' },
  },
  {
    ask: 'GET /api/query?type=Repository&format=Entities',
    headers: LOGGED_ON,
    reads: {
      [`${REPOSITORIES}[*].name`]: 'text',
      [`${REPOSITORIES}[*].capacity`]: 'number',
      [`${REPOSITORIES}[*].freespace`]: 'number',
    },
  },
];

test.each(['v12', 'v13'] as const)(
  "Centreon's plug-in reads sessions, replicas and repositories of %s",
  async (flavour) => {
    const clock = handClock();
    const em = await begin({ jobs: 20, flavour, clock });
    const since = new Date(clock.at - 86_400_000).toISOString().slice(0, 19).replaceAll(':', '%3A');
    await replay(talkAs(CENTREON, em, clock, { since }), STEPS);
  },
);

import { expect, test } from 'vitest';
import { begin, handClock } from '../begin.ts';
import { type Client, type Step, talkAs } from './replay.ts';

/*
 * Source: oam86/Lock-FIX, New project/lockfix/veeam_client.py (VeeamEnterpriseManagerClient): reads the sessions of agents
 * and then all sessions as references, takes the ones with the job's name, and follows its first link `Alternate`, which leads
 * from a run of agents to its children, and the link `Down` to its task sessions. Names in either case.
 */
const SCRIPT: Client = { name: 'veeam_client.py', speaks: 'json', lowersNames: true };
const LOGGED_ON = { Accept: 'application/json', 'X-RestSvcSessionId': '{token}' };
const REFERENCES = { 'refs[*].name': 'text', 'refs[*].uid': 'text', 'refs[*].links[*].rel': 'text' } as const;

const LOGON: Step = {
  ask: 'POST /api/sessionMngr/?v=latest',
  headers: { Accept: 'application/json', Authorization: 'Basic {basic}' },
  status: 201,
  take: { token: 'header X-RestSvcSessionId' },
};

test.each(['v12', 'v13'] as const)(
  'a client follows sessions of agents to children and tasks in %s',
  async (flavour) => {
    const clock = handClock();
    const em = await begin({ jobs: 1, flavour, clock });
    em.world.addJob({ name: 'Server Backup', machines: ['one', 'two'], last: 'failed' });
    const talk = talkAs(SCRIPT, em, clock);
    await talk.run(LOGON);
    await talk.run({ ask: 'GET /api/backupSessions', headers: LOGGED_ON, reads: REFERENCES });
    await talk.run({ ask: 'GET /api/agents/backupSessions', headers: LOGGED_ON, reads: REFERENCES });
    const place = talk.found('refs[*].name').findIndex((name) => name.startsWith('Server Backup@'));
    const links = talk.found(`refs[${place}].links[*].rel`);
    const addresses = talk.found(`refs[${place}].links[*].href`);
    const alternate = addresses[links.indexOf('Alternate')];
    const tasks = addresses.find((address, at) => links[at] === 'Down' && address.includes('taskSessions'));
    await talk.run({ ask: `GET ${alternate}`, headers: LOGGED_ON, reads: REFERENCES });
    expect(talk.found('refs[*].name').map((name) => name.split('@')[0])).toEqual([
      'Server Backup - one',
      'Server Backup - two',
    ]);
    await talk.run({ ask: `GET ${tasks}`, headers: LOGGED_ON, reads: REFERENCES });
    expect(talk.found('refs[*].name').map((name) => name.split('@')[0])).toEqual(['one', 'two']);
  },
);

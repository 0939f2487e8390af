import { expect, test } from 'vitest';
import type { Flavour } from '#index.ts';
import { begin, handClock } from '../begin.ts';
import { type Client, type Reading, type Step, type Talk, talkAs } from './replay.ts';

/*
 * Source: zabbix/zabbix, templates/app/veeam/enterprise_manager_http/template_veeam_enterprise_manager_http.yaml, item
 * veeam.manager.get.metrics. Each reading is two requests on one connection: a logon without a body, whose status it never
 * looks at, then the address with the cookie of that logon and with Basic authentication.
 */
const ZABBIX: Client = { name: "Zabbix' template", speaks: 'json' };
const ACCOUNT = { Accept: 'application/json', Authorization: 'Basic {basic}' };
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
/** Addresses of the logon: of template version 8.0, and of 6.0, which doubles the slash. */
const LOGONS = ['/api/sessionMngr', '/api//sessionMngr'] as const;
/** JSONPATH of the items below the name of the report's link. */
const OF_JOBS = [
  'FailedJobRuns',
  'RunningJobs',
  'ScheduledBackupJobs',
  'ScheduledJobs',
  'ScheduledReplicaJobs',
  'TotalJobRuns',
  'WarningsJobRuns',
] as const;

async function fetchAs(talk: Talk, logon: string, step: Step): Promise<void> {
  await talk.run({ ask: `POST ${logon}`, headers: { ...ACCOUNT, ...FORM }, status: 201, take: { cookie: 'cookie' } });
  await talk.run({ ...step, headers: { ...ACCOUNT, Cookie: '{cookie}' } });
}

function numbers(names: readonly string[]): Record<string, Reading> {
  return Object.fromEntries(names.map((name) => [name, 'number']));
}

async function scene(flavour: Flavour): Promise<Talk> {
  const clock = handClock();
  return talkAs(ZABBIX, await begin({ jobs: 20, flavour, clock }), clock);
}

test.each(LOGONS)(
  'Zabbix, logged on at %s, gets every report by its link and the list of backup files',
  async (logon) => {
    const talk = await scene('v12');
    await fetchAs(talk, logon, {
      ask: 'GET /api/reports/summary',
      reads: { 'Links[*].Name': 'text', 'Links[*].Href': /^https:/ },
    });
    const reports = talk.found('Links[*].Name');
    expect(reports).toContain('JobStatistics');
    const addresses = talk.found('Links[*].Href');
    for (const [place, address] of addresses.entries()) {
      const reads = reports[place] === 'JobStatistics' ? numbers(OF_JOBS) : {};
      await fetchAs(talk, logon, { ask: `GET ${address}`, reads });
    }
    await fetchAs(talk, logon, { ask: 'GET /api/backupFiles', reads: { Refs: 'list' } });
  },
);

test('the members that Zabbix reads of a version 12 have camelCase names in a version 13, where it finds no Links', async () => {
  const talk = await scene('v13');
  await fetchAs(talk, LOGONS[0], {
    ask: 'GET /api/reports/summary',
    reads: { 'links[*].name': 'text', 'links[*].href': /^https:/ },
  });
  expect(talk.found('Links')).toEqual(['undefined']);
  const statistics = talk.found('links[*].href')[talk.found('links[*].name').indexOf('JobStatistics')];
  const camelCase = OF_JOBS.map((name) => name.charAt(0).toLowerCase() + name.slice(1));
  await fetchAs(talk, LOGONS[0], { ask: `GET ${statistics}`, reads: numbers(camelCase) });
  await fetchAs(talk, LOGONS[0], { ask: 'GET /api/backupFiles', reads: { refs: 'list' } });
});

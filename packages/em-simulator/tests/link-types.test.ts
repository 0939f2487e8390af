import { expect, test } from 'vitest';
import { begin, handClock } from './begin.ts';
import { basic, send } from './talk.ts';

/** Elements that are not called by the rules of `elementsOf` (reference 13.0, Mapping Link Types to XML Schema Elements). */
const IRREGULAR: Record<string, RegExp> = {
  AgentsService: /^Agents$/,
  EnterpriseAccountInRoleList: /^EnterpriseAccountInRoleList$/,
  QueryService: /^QuerySvc$/,
  Report: /^SummaryReport$/,
  ReportFrame: /^(?:Overview|VmsOverview|JobStatistics|ProcessedVms|Repository)ReportFrame$/,
};
/** The reference's examples give links to agent jobs the types of other jobs. */
const OF_AGENT_JOBS: Record<string, RegExp> = {
  Job: /^AgentBackupJob$/,
  JobList: /^AgentBackupJobs$/,
  ObjectInJobList: /^ObjectsInAgentBackupJob$/,
};

/** The names of the element that a link of a type leads to. */
function elementsOf(type: string, path: string): RegExp {
  if (path.startsWith('/api/query?')) return /^QueryResult$/;
  const known = (path.startsWith('/api/agents/jobs') ? OF_AGENT_JOBS[type] : undefined) ?? IRREGULAR[type];
  if (known !== undefined) return known;
  if (type.endsWith('ReferenceList')) return /^EntityReferences$/;
  if (type.endsWith('Reference')) return /^EntityRef$/;
  const one = type.replace(/List$/, '');
  return new RegExp(`^${one === type ? type : `${one}s`.replace(/ys$/, 'ies')}$`);
}

/** Links of an answer that can be followed: type and path, without those to actions. */
function linksOf(body: string): { type: string; path: string }[] {
  return [
    ...body.matchAll(/<Link Rel="(?:Up|Down|Alternate|Related)" Type="(\w+)" Href="https:\/\/[^/]+([^"]*)"/g),
  ].map(([, type = '', path = '']) => ({ type, path: path.replaceAll('&amp;', '&') }));
}

test('every link leads to the element that the reference names for its type', async () => {
  const em = await begin({ jobs: 20, clock: handClock() });
  const logon = await send(em, '/api/sessionMngr/?v=latest', { method: 'POST', headers: basic(em, 'svc-retrydesk') });
  const headers = { 'X-RestSvcSessionId': String(logon.headers['x-restsvcsessionid']) };
  const [waiting, asked, wrong] = [linksOf(logon.body), new Map<string, number>(), [] as string[]];
  for (let link = waiting.shift(); link !== undefined; link = waiting.shift()) {
    const { type, path } = link;
    const form = `${type} ${path.replaceAll(/[0-9a-f-]{36}/g, '{id}')}`;
    const count = asked.get(form) ?? 0;
    asked.set(form, count + 1);
    // One of each form shows the rest.
    if (count > 0) continue;
    const { status, body } = await send(em, path, { headers });
    const root = /<(\w+)[ >]/.exec(body.replace(/^<\?.*?\?>/, ''))?.[1] ?? '';
    if (status === 200 ? !elementsOf(type, path).test(root) : status !== 501) wrong.push(`${form}: ${status} ${root}`);
    if (status === 200) waiting.push(...linksOf(body));
  }
  expect(wrong).toEqual([]);
  expect(asked.size).toBeGreaterThan(150);
});

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { EnterpriseManagerSimulator, Flavour } from '#index.ts';
import { begin, handClock } from './begin.ts';
import { basic, logOn, type Received, send } from './talk.ts';

const XML = { Accept: 'application/xml' };
const JSON_TOO = { Accept: 'application/json' };
/** The bodies of seed 1 as they have always been; a new value belongs into a change that means to change them. */
const PINNED: Record<Flavour, string> = {
  v12: '3a7a517a86eedade6149da43e53c2d97c98438d86ac5ccc63d33636506c065b0',
  v13: '0cc674036ac4e7d60c168c1f61b4f31b71b979cd22741667e47f6abe37d07d0b',
};

const READS = [
  '/api/agents/jobs?format=Entity',
  '/api/agents/jobs',
  '/api/query?type=AgentBackupJob&format=Entities&sortAsc=Name&pageSize=10&page=2',
  '/api/query?type=BackupJobSession&format=Entities&sortDesc=CreationTime&pageSize=50',
  '/api/query?type=BackupJobSession&format=Entities&pageSize=30&page=4',
  '/api/query?type=BackupJobSession&filter=JobType==AgentBackup;Result==Failed&sortDesc=EndTime&pageSize=20',
  '/api/query?type=BackupTaskSession&format=Entities&filter=Result!=Success&sortDesc=CreationTime&pageSize=25',
  '/api/backupSessions?format=Entity&pageSize=5',
  '/api/backupServers?format=Entity',
  '/api/repositories?format=Entity',
  '/api/managedServers',
  '/api/agents/protectionGroups',
  '/api/agents/discoveredComputers?pageSize=5',
  '/api/security/accounts',
  '/api/reports/summary/overview',
  '/api/reports/summary/job_statistics',
  '/api/jobs?format=Entity',
  '/api/querySvc',
  '/api/logonSessions',
  '/api/nas/jobs',
  '/api/backups',
  '/api/nowhere',
  '/api/agents/jobs/99999',
  '/api/agents/jobs/78c3919c-54d7-43fe-b047-485d3566f11f',
  '/api/query?type=BackupJobSession&filter=Colour==1',
];

async function started(seed: number, flavour: Flavour) {
  const clock = handClock();
  const em = await begin({ seed, flavour, clock, wire: { hrefHost: 'em.example:9398' } });
  return { em, clock };
}

/** Everything a client does in half an hour, always the same; gives what was answered, in order. */
async function play({ em, clock }: Awaited<ReturnType<typeof started>>): Promise<Received[]> {
  const answers: Received[] = [];
  const call = async (path: string, headers: Record<string, string>, method = 'GET') => {
    answers.push(await send(em, path, { method, headers }));
  };
  await call('/api/', XML);
  await call('/api/sessionMngr/?v=latest', basic(em, 'anna'), 'POST');
  await call('/api/sessionMngr/?v=latest', {}, 'POST');
  const [service, user] = [await logOn(em), await logOn(em, 'henry')];
  for (const path of READS) {
    await call(path, { ...service, ...XML });
    await call(path, { ...service, ...JSON_TOO });
  }
  await call('/api/agents/jobs?pageSize=1', user);
  await retryEach(em, service, clock, call);
  em.world.fail(em.world.jobs()[7]?.id ?? '');
  for (let step = 0; step < 6; step += 1) {
    clock.at += 20_000;
    await call('/api/query?type=BackupJobSession&format=Entities&filter=State!=Stopped', { ...service, ...XML });
    await call('/api/query?type=Task&format=Entities', { ...service, ...JSON_TOO });
  }
  await call('/api/tasks/task-1', service, 'DELETE');
  await call('/api/tasks/task-1', service);
  clock.at += 16 * 60_000;
  await call('/api/tasks', service);
  return answers;
}

/** Retries six failed jobs, whatever comes of it, and reads the tasks as they go on. */
async function retryEach(
  em: EnterpriseManagerSimulator,
  service: Record<string, string>,
  clock: { at: number },
  call: (path: string, headers: Record<string, string>, method?: string) => Promise<void>,
): Promise<void> {
  const wanted = ['refuse-error', 'refuse-result', 'failed', 'success', 'warning', 'success'] as const;
  for (const [place, outcome] of wanted.entries()) {
    const job = em.world.jobs()[place * 3];
    em.world.fail(job?.id ?? '');
    em.world.setOutcome(job?.id ?? '', outcome);
    await call(
      `/api/agents/jobs/${job?.id}?action=retry`,
      { ...service, ...(place % 2 === 0 ? XML : JSON_TOO) },
      'POST',
    );
    await call(`/api/agents/jobs/${job?.id}/backupSessions?format=Entity`, service);
    clock.at += 700;
    await call('/api/tasks', service);
  }
}

test.each(['v12', 'v13'] as const)(
  '%s: the same seed, clock and calls have the same answers, byte by byte',
  async (flavour) => {
    const [first, second, other] = await Promise.all([started(1, flavour), started(1, flavour), started(2, flavour)]);
    const answers = await play(first);
    expect(await play(second)).toEqual(answers);
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set([200, 201, 202, 204, 400, 401, 403, 404, 501]),
    );
    const bodies = answers.map(({ body }) => body).join('');
    expect(createHash('sha256').update(bodies).digest('hex')).toBe(PINNED[flavour]);
    const others = (await play(other)).map(({ body }) => body).join('');
    expect(others).not.toBe(bodies);
  },
);

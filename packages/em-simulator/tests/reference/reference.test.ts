import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EnterpriseManagerSimulator, type Flavour } from '#index.ts';
import { begin, handClock } from '../begin.ts';
import { basic, logOn, type Received, send } from '../talk.ts';
import { type Example, playedOf } from './example.ts';
import { INFRASTRUCTURE_EXAMPLES } from './infrastructure.ts';
import { JOB_EXAMPLES } from './jobs.ts';
import { LOGON_LINKS } from './logon.ts';
import { outlineOf } from './outline.ts';
import { REPORT_EXAMPLES } from './reports.ts';
import { SESSION_EXAMPLES } from './sessions.ts';
import { TASK_EXAMPLES } from './tasks.ts';

const EXAMPLES = [
  ...JOB_EXAMPLES,
  ...SESSION_EXAMPLES,
  ...TASK_EXAMPLES,
  ...INFRASTRUCTURE_EXAMPLES,
  ...REPORT_EXAMPLES,
];
const ENDED = 'filter=State==Stopped;Result==Success';

/** Where an id of that name is found: the first one of an address that an answer holds. */
const IDS: [name: string, ask: string, address: string][] = [
  ['run', `/query?type=BackupJobSession&${ENDED};JobType==AgentBackup&pageSize=1`, '/backupSessions/'],
  ['virtualRun', `/query?type=BackupJobSession&${ENDED};JobType==Backup&pageSize=1`, '/backupSessions/'],
  ['job', '/backupSessions/{run}', '/agents/jobs/'],
  ['object', '/agents/jobs/{job}/includes', '/includes/'],
  ['virtualJob', '/backupSessions/{virtualRun}', '/api/jobs/'],
  ['virtualMachine', '/backupSessions/{virtualRun}/taskSessions', '/backupTaskSessions/'],
  ['server', '/backupServers', '/backupServers/'],
  ['managedServer', '/managedServers', '/managedServers/'],
  ['computer', '/agents/discoveredComputers', '/agents/discoveredComputers/'],
  ['group', '/agents/protectionGroups', '/agents/protectionGroups/'],
  ['account', '/security/accounts', '/security/accounts/'],
  ['role', '/security/roles', '/security/roles/'],
];

/** A server that is asked for examples. The link from a task to its run, which no example has, is switched off. */
class Scene {
  readonly clock = handClock();
  readonly em: EnterpriseManagerSimulator;
  readonly #ids: Record<string, string> = {};
  #headers: Record<string, string> = {};

  constructor(flavour: Flavour) {
    this.em = new EnterpriseManagerSimulator({ jobs: 20, flavour, clock: this.clock, taskLinksRun: false });
  }

  async open(): Promise<void> {
    await this.em.start();
    this.#headers = await logOn(this.em);
    for (const [name, ask, address] of IDS) {
      const { body } = await this.ask(ask);
      this.#ids[name] = new RegExp(`${address}([0-9a-f-]{36})`).exec(body)?.[1] ?? '';
    }
  }

  /** A call: a path, or a method and a path. */
  ask(call: string): Promise<Received> {
    const [path = '', method = 'GET'] = call.split(' ').toReversed();
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => this.#ids[name] ?? '');
    return send(this.em, `/api${filled}`, { method, headers: this.#headers });
  }

  /** The answer to the call of an example, of a task once it is in the example's state. */
  async answerTo({ ask, task }: Example): Promise<Received> {
    this.#ids.runningJob = this.em.world.addJob({ name: 'Running', machines: ['m'], last: 'running' }).id;
    this.#ids.failedJob = this.em.world.addJob({ name: 'Failed', machines: ['m'], last: 'failed' }).id;
    let received = await this.ask(ask);
    const id = /<TaskId>([^<]+)</.exec(received.body)?.[1];
    for (let step = 0; task !== undefined && step < 50; step += 1) {
      if (received.body.includes(`<State>${task}<`)) return received;
      this.clock.at += 100;
      received = await this.ask(`/tasks/${id}`);
    }
    return received;
  }
}

describe.each(['v12', 'v13'] as const)('as %s answers', (flavour) => {
  const scene = new Scene(flavour);
  beforeAll(() => scene.open());
  afterAll(() => scene.em.stop());

  test.each(EXAMPLES)('$ask has the shape of $source', async (example) => {
    const { status, body } = await scene.answerTo(example);
    expect(status).toBe(example.status ?? (example.task === 'Running' ? 202 : 200));
    expect(outlineOf(body)).toBe(playedOf(example));
  });
});

test.each(['v12', 'v13'] as const)(
  'as %s answers, a logon session has the links that were captured',
  async (flavour) => {
    const em = await begin({ flavour, jobs: 1 });
    const { body } = await send(em, '/api/sessionMngr/?v=latest', { method: 'POST', headers: basic(em, 'anna') });
    const links = [...body.matchAll(/<Link ([^>]*)\/>/g)].map(([, link = '']) => {
      const part = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(link)?.[1];
      const path = part('Href')
        ?.slice(`${em.url}/api`.length)
        .replace(/[0-9a-f-]{36}/, '{session}');
      return `${part('Rel')} ${part('Type') ?? '-'} ${path}`;
    });
    expect(links).toEqual(LOGON_LINKS);
  },
);

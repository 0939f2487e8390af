import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { EnterpriseManagerSimulator, type JobView } from '@retry-desk/em-simulator';
import { Client } from 'pg';
import { type DeskServer, startServer } from './desk-server.ts';
import { type Row, row } from './goal.ts';
import { freePort, startDatabase } from './shared-database.ts';

const JOBS = 1_000;
const CLICKS = 3_000;
const KILLS = 60;
/** Clicks go on for about so long, and so do the kills. */
const STORM_MS = 200_000;
const CALM_MS = 120_000;
const VERDICT_SECONDS = 60;
const ORIGIN = 'http://localhost:8080';

type Person = { cookie: string; csrf: string };
type Replica = { url: string; server: DeskServer | null; begin(): Promise<void> };
type Retry = { id: string; job_id: string; state: string; sent_at: number | null };

/**
 * People click on failed jobs, on two processes of which one after the other is
 * killed, before an Enterprise Manager that leaves most answers in doubt. Counted where it counts: in what Enterprise
 * Manager really carried out.
 */
export async function executions(): Promise<Row[]> {
  const database = await startDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'retry-desk-executions-'));
  const em = new EnterpriseManagerSimulator({ seed: 1, jobs: 0, speed: 20 });
  await em.start();
  const jobs = Array.from({ length: JOBS }, (_, n) =>
    em.world.addJob({ name: `Job ${n}`, machines: [`host${n}`], last: 'failed' }),
  );
  em.setScenario('flaky');
  const environment = {
    EM_URL: em.url,
    EM_USERNAME: 'TECH\\svc-retrydesk',
    EM_PASSWORD: 'svc-demo',
    EM_CA_FILE: em.caFile,
    PUBLIC_URL: ORIGIN,
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    LOG_LEVEL: 'info',
    POLL_SECONDS: '5',
    RETRY_POLL_SECONDS: '1',
    VERDICT_SECONDS: String(VERDICT_SECONDS),
    RETRIES_PER_JOB_HOUR: '1000',
    RETRIES_PER_PERSON_HOUR: '100000',
  };
  const replicas = [await replica(environment), await replica(environment)];
  try {
    for (const each of replicas) await each.begin();
    const anna = await signIn(replicas);
    const clicked = await storm(replicas, anna, jobs);
    em.faults.clear();
    for (const each of replicas) if (each.server === null) await each.begin();
    const retries = await calm(database.url);
    return verdict(em, jobs, retries, clicked);
  } finally {
    for (const { server } of replicas) await server?.kill();
    await em.stop();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function replica(environment: Record<string, string>): Promise<Replica> {
  const port = await freePort();
  const made: Replica = {
    url: `http://127.0.0.1:${port}`,
    server: null,
    async begin() {
      made.server = await startServer({ ...environment, PORT: String(port) });
    },
  };
  return made;
}

async function signIn([first]: Replica[]): Promise<Person> {
  const answer = await fetch(`${first?.url}/api/session`, {
    method: 'POST',
    headers: { origin: ORIGIN, 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'TECH\\anna', password: 'anna-demo' }),
  });
  if (answer.status !== 200) throw new Error(`the sign-in was answered with ${answer.status}`);
  const body: unknown = await answer.json();
  const csrf = typeof body === 'object' && body !== null ? Reflect.get(body, 'csrfToken') : undefined;
  return { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '', csrf: String(csrf) };
}

/** Clicks and kills side by side; returns how the clicks were answered. */
async function storm(replicas: Replica[], anna: Person, jobs: JobView[]): Promise<Map<string, number>> {
  const answers = new Map<string, number>();
  const clicks: Promise<void>[] = [];
  const killing = killInTurn(replicas);
  for (let n = 0; n < CLICKS; n += 1) {
    const { url } = replicas[n % replicas.length] ?? { url: '' };
    // Every job is clicked thrice: at once by two people, and again later.
    const job = jobs[Math.floor(n / 2) % jobs.length];
    clicks.push(
      click(url, anna, job?.id ?? '').then((answer) => {
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
      }),
    );
    await wait(STORM_MS / CLICKS);
  }
  await Promise.all(clicks);
  await killing;
  return answers;
}

async function click(url: string, { cookie, csrf }: Person, jobId: string): Promise<string> {
  try {
    const answer = await fetch(`${url}/api/agents/jobs/${jobId}?action=retry`, {
      method: 'POST',
      headers: { origin: ORIGIN, cookie, 'x-csrf-token': csrf, 'content-type': 'application/json' },
      body: '{}',
      signal: AbortSignal.timeout(60_000),
    });
    await answer.arrayBuffer();
    return String(answer.status);
  } catch {
    return 'no answer'; // its process is dead: what a browser would see
  }
}

async function killInTurn(replicas: Replica[]): Promise<void> {
  for (let n = 0; n < KILLS; n += 1) {
    await wait(STORM_MS / KILLS / 2);
    const victim = replicas[n % replicas.length];
    await victim?.server?.kill();
    await victim?.begin();
  }
}

/** Nobody clicks and nothing breaks any more: waits for the verdicts and gives the journal. */
async function calm(databaseUrl: string): Promise<Retry[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const until = performance.now() + CALM_MS;
    for (;;) {
      const { rows } = await client.query<Retry>('select id, job_id, state, sent_at from retries order by id');
      if (performance.now() > until || rows.every(isDecided)) return rows;
      await wait(1_000);
    }
  } finally {
    await client.end();
  }
}

const FINAL = ['succeeded', 'warning', 'failed', 'refused', 'unconfirmed', 'stopped'];

function isDecided({ state }: Retry): boolean {
  return FINAL.includes(state);
}

/** Compares the journal with what Enterprise Manager carried out, job by job and in order. */
function verdict(
  em: EnterpriseManagerSimulator,
  jobs: JobView[],
  retries: Retry[],
  clicked: Map<string, number>,
): Row[] {
  const sent = Map.groupBy(em.executions, ({ jobId }) => jobId);
  const written = Map.groupBy(retries, ({ job_id }) => job_id);
  let twice = 0;
  let wrong = 0;
  for (const job of jobs) {
    const carriedOut = sent.get(job.id)?.length ?? 0;
    const rows = written.get(job.id) ?? [];
    const led = rows.filter(({ state }) => state === 'succeeded' || state === 'failed' || state === 'warning');
    // More runs than wishes written down, or a second one after a success, which nothing in the product allows.
    if (carriedOut > rows.length || (em.world.job(job).outcome === 'success' && carriedOut > 1)) twice += 1;
    const expected = em.world.job(job).outcome === 'success' ? 'succeeded' : 'failed';
    if (led.length !== carriedOut || led.some(({ state }) => state !== expected)) wrong += 1;
  }
  const undecided = retries.filter((retry) => !isDecided(retry)).length;
  const answers = [...clicked].map(([answer, count]) => `${count} × ${answer}`).join(', ');
  console.log(
    `${CLICKS} clicks (${answers}), ${retries.length} retries, ${em.executions.length} carried out, ${KILLS} kills`,
  );
  const decided = [...Map.groupBy(retries, ({ state }) => state)].map(([state, rows]) => `${rows.length} ${state}`);
  console.log(decided.join(', '));
  return [
    row(`jobs sent twice, of ${JOBS}`, twice, '<=', 0, 'jobs'),
    row('retries without a verdict after 120 s of calm', undecided, '<=', 0, 'retries'),
    row('jobs with a wrong verdict', wrong, '<=', 0, 'jobs'),
    row('jobs that were retried at all', sent.size, '>=', JOBS * 0.5, 'jobs'),
  ];
}

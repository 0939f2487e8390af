import { openScene } from './desk-scene.ts';
import { type EmSession, openEmSession } from './em-session.ts';
import { note, type Row } from './goal.ts';
import { JOBS, MANY, VIEWER_POLL_MS, viewersOf, watch } from './viewers.ts';

const DAY_MS = 24 * 60 * 60_000;
const PAGE = 100;
const SECONDS = 30;

/** Requests to Enterprise Manager, and bytes of its answers. */
type Asked = EmSession['asked'];

/**
 * 500 people watch for half a minute as in `viewers`; beside what the desk asks for them
 * stands what a page in each browser would have asked that reads the same with every poll by itself.
 */
export async function peers(): Promise<Row[]> {
  const scene = await openScene({ jobs: JOBS, environment: { POLL_SECONDS: String(VIEWER_POLL_MS / 1000) } });
  try {
    const cookies = await viewersOf(scene);
    const before = (await scene.em.requests()).length;
    await watch(scene.url, cookies, AbortSignal.timeout(SECONDS * 1000));
    const byDesk = (await scene.em.requests()).slice(before).filter(({ method }) => method === 'GET');
    const session = await openEmSession(scene.em);
    const desk = await countedIn(session, async () => {
      for (const { path } of byDesk) await session.get(path);
    });
    const onePoll = await countedIn(session, () => readAll(session));
    session.close();
    const polls = MANY * Math.floor((SECONDS * 1000) / VIEWER_POLL_MS);
    return rows(desk, onePoll, polls);
  } finally {
    await scene.end();
  }
}

function rows(desk: Asked, onePoll: Asked, polls: number): Row[] {
  const peersAsked = { requests: onePoll.requests * polls, bytes: onePoll.bytes * polls };
  return [
    note('one poll of a page that reads by itself', onePoll.requests, 'requests'),
    note('one poll of a page that reads by itself', onePoll.bytes / 1e6, 'MB'),
    note(`${MANY} such pages in ${SECONDS} s`, peersAsked.requests, 'requests'),
    note(`${MANY} such pages in ${SECONDS} s`, peersAsked.bytes / 1e6, 'MB'),
    note('the desk in the same time', desk.requests, 'requests'),
    note('the desk in the same time', desk.bytes / 1e6, 'MB'),
    note('pages by desk, requests', peersAsked.requests / desk.requests, '×'),
    note('pages by desk, bytes', peersAsked.bytes / desk.bytes, '×'),
  ];
}

/** The requests that the work makes to Enterprise Manager. */
async function countedIn({ asked }: EmSession, work: () => Promise<void>): Promise<Asked> {
  const before = { ...asked };
  await work();
  return { requests: asked.requests - before.requests, bytes: asked.bytes - before.bytes };
}

/**
 * A poll of a page without a server of its own: all jobs, the runs of a day and their machine results, in whole pages of
 * three queries. Kindly so: asking run by run for its machines would be a request more for every run.
 */
async function readAll(session: EmSession): Promise<void> {
  const since = encodeURIComponent(`CreationTime>=${new Date(Date.now() - DAY_MS).toISOString()}`);
  await readPages(session, '/api/query?type=AgentBackupJob&format=Entities');
  for (const type of ['BackupJobSession', 'BackupTaskSession']) {
    await readPages(session, `/api/query?type=${type}&format=Entities&sortDesc=CreationTime&filter=${since}`);
  }
}

async function readPages(session: EmSession, path: string): Promise<void> {
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const text = await session.get(`${path}&pageSize=${PAGE}&page=${page}`);
    pages = Number(/PagesCount="(\d+)"/.exec(text)?.[1] ?? 1);
  }
}

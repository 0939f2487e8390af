import { setTimeout as wait } from 'node:timers/promises';
import type { APIResponse, BrowserContext } from '@playwright/test';
import { board, session } from '@retry-desk/contract';

/** The server's clock makes half a day of this: nobody stays signed in for longer without coming back. */
const SIGN_IN_AFTER_MS = 90_000;
const RETRY_EVERY_MS = 5_000;

async function checked(answer: APIResponse): Promise<unknown> {
  if (!answer.ok()) throw new Error(`${answer.url()} answered ${answer.status()}: ${await answer.text()}`);
  return answer.json();
}

/** Somebody who works all day in this browser: signs in again and again, and retries what has failed. Returns how often. */
export async function workAllDay(context: BrowserContext, url: string, over: AbortSignal): Promise<number> {
  const { request } = context;
  const headers = { origin: url };
  const retried = new Set<string>();
  let csrfToken = '';
  let signInAt = 0;
  let retries = 0;
  for (; !over.aborted; await wait(RETRY_EVERY_MS)) {
    if (Date.now() >= signInAt) {
      const data = { username: 'TECH\\anna', password: 'anna-demo' };
      csrfToken = session.parse(await checked(await request.post(`${url}/api/session`, { headers, data }))).csrfToken;
      signInAt = Date.now() + SIGN_IN_AFTER_MS;
    }
    const { failed } = board.parse(await checked(await request.get(`${url}/api/board`)));
    const job = failed.find(
      ({ id, run, openRetry }) => run !== null && openRetry === null && !retried.has(id + run.id),
    );
    if (job === undefined) continue;
    retried.add(job.id + job.run?.id);
    const answer = await request.post(`${url}/api/agents/jobs/${job.id}?action=retry`, {
      headers: { ...headers, 'x-csrf-token': csrfToken },
    });
    // The job may have recovered by itself meanwhile.
    if (answer.status() !== 409) await checked(answer);
    retries += Number(answer.ok());
  }
  return retries;
}

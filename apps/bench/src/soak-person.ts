import { setTimeout as wait } from 'node:timers/promises';
import type { APIRequestContext, APIResponse, BrowserContext, Page } from '@playwright/test';
import { board, newWallLink, session } from '@retry-desk/contract';
import { enter } from './browser.ts';

/** The server's clock makes half a day of a few minutes, and nobody stays signed in for longer. */
const SIGN_IN_AFTER_MS = 90_000;
const RETRY_EVERY_MS = 4_000;
const LOOK_EVERY_MS = 5_000;

async function checked(answer: APIResponse): Promise<unknown> {
  if (!answer.ok()) throw new Error(`${answer.url()} answered ${answer.status()}: ${await answer.text()}`);
  return answer.json();
}

/** Signs in; the headers of what changes something. */
async function begin(request: APIRequestContext, origin: string): Promise<Record<string, string>> {
  const data = { username: 'TECH\\anna', password: 'anna-demo' };
  const answer = await checked(await request.post('/api/session', { headers: { origin }, data }));
  return { origin, 'x-csrf-token': session.parse(answer).csrfToken };
}

/** The address of a fresh wall link. */
export async function makeWallLink(request: APIRequestContext, origin: string): Promise<string> {
  const headers = await begin(request, origin);
  const answer = await request.post('/api/wall-links', { headers, data: { name: 'Soaked', screens: 'many' } });
  return newWallLink.parse(await checked(answer)).url;
}

/** Opens a wall link as the page does that it leads to: by a POST, after which the browser holds the wall's cookie. */
export async function openWall(screen: BrowserContext, origin: string, address: string): Promise<void> {
  const answer = await screen.request.post(address, { headers: { origin } });
  if (!answer.ok()) throw new Error(`the wall link was answered with ${answer.status()}: ${await answer.text()}`);
}

/** Somebody who retries what has failed, all day, and signs in again and again. Returns how often. */
export async function retryAllDay(request: APIRequestContext, origin: string, over: AbortSignal): Promise<number> {
  const retried = new Set<string>();
  let headers = {};
  let retries = 0;
  for (let signInAt = 0; !over.aborted; await wait(RETRY_EVERY_MS)) {
    if (Date.now() >= signInAt) {
      headers = await begin(request, origin);
      signInAt = Date.now() + SIGN_IN_AFTER_MS;
    }
    const { failed } = board.parse(await checked(await request.get('/api/board')));
    const job = failed.find(
      ({ id, run, openRetry }) => run !== null && openRetry === null && !retried.has(id + run.id),
    );
    if (job === undefined) continue;
    retried.add(job.id + job.run?.id);
    const answer = await request.post(`/api/agents/jobs/${job.id}?action=retry`, { headers });
    // The job may have recovered by itself meanwhile, or have been retried as often as an hour of the server's allows; a server
    // whose time goes fast may find that it was held up.
    if (![409, 429, 503].includes(answer.status())) await checked(answer);
    retries += Number(answer.ok());
  }
  return retries;
}

/** Somebody who is at the board all day: moves the mouse, and signs in where the session has come to its end. */
export async function watchAllDay(page: Page, over: AbortSignal): Promise<void> {
  for (let look = 0; !over.aborted; look += 1) {
    await page.mouse.move(200 + (look % 2) * 50, 700);
    if (new URL(page.url()).pathname === '/sign-in') await enter(page);
    await wait(LOOK_EVERY_MS);
  }
}

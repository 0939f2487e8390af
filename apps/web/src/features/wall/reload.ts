import { useEffect, useState } from 'react';
import { base } from '#lib/base.ts';
import { deadline } from '#lib/deadline.ts';
import { isOtherBuild, isOwnPage, runningScripts, scriptsOf } from '#lib/other-build.ts';
import { pages } from '#lib/paths.ts';
import type { Failure } from './screen.ts';

/** The server's page at the wall's address now. `away`: nothing a wall could be started from. */
type PageOfServer = 'away' | 'same' | 'other';

const fetchTimeoutMs = 8_000;

async function fetchText(path: string): Promise<string | null> {
  const limit = deadline(fetchTimeoutMs);
  try {
    const answer = await fetch(path, { cache: 'no-store', signal: limit.signal });
    return answer.ok ? await answer.text() : null;
  } finally {
    limit.clear();
  }
}

/**
 * Tries by fetch what a reload would meet, with all its scripts: a wall that has left its page for the error page of a
 * browser or a proxy stays there, because nobody comes to load it again.
 */
async function pageOfServer(): Promise<PageOfServer> {
  try {
    const page = await fetchText(base + pages.wall());
    if (page === null || !isOwnPage(page)) return 'away';
    if (!isOtherBuild(page, runningScripts())) return 'same';
    const scripts = await Promise.all(scriptsOf(page).map(fetchText));
    return scripts.includes(null) ? 'away' : 'other';
  } catch {
    return 'away';
  }
}

const tryEvery = 15_000;
let isUnderWay = false;

/** Loads the wall anew as soon as the server gives it out; tries until it does. */
export function startAfresh(): void {
  if (isUnderWay) return;
  isUnderWay = true;
  setTimeout(async () => {
    isUnderWay = false;
    if ((await pageOfServer()) === 'away') startAfresh();
    else location.reload();
  }, tryEvery);
}

/** The hour of the night, in the screen's own time, in which a wall starts afresh. */
const nightHour = 3;

/** Whether a page opened then has come to its nightly reload: in the small hours, and not twice a night. */
export function isReloadDue(openedAt: number, now: Date): boolean {
  return now.getHours() === nightHour && now.getTime() - openedAt > 2 * 3_600_000;
}

const checkEvery = 10 * 60_000;

/**
 * Starts the page afresh once a night, after an update of the server, and where the page itself fails or cannot read what
 * the server's list; never while the server gives out no wall.
 */
export function useReload(failure: Failure | null): void {
  const [openedAt] = useState(Date.now);
  const isBroken = failure === 'page' || failure === 'unreadable';
  // Follows the server's version, the clock, and what this page is able to do; a reload at a bad moment would leave the
  // browser's error page behind.
  useEffect(() => {
    if (isBroken) startAfresh();
    async function check() {
      const page = await pageOfServer();
      if (page === 'other' || (page === 'same' && isReloadDue(openedAt, new Date()))) location.reload();
    }
    const timer = setInterval(check, checkEvery);
    return () => clearInterval(timer);
  }, [openedAt, isBroken]);
}

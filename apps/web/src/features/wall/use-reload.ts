import { useEffect, useState } from 'react';
import { pageOfServer } from './page-of-server.ts';
import { isReloadDue } from './reload.ts';
import type { Failure } from './screen.ts';
import { startAfresh } from './start-afresh.ts';

const lookEvery = 10 * 60_000;

/**
 * Starts the page afresh once a night, after an update of the server, and where the page itself fails or cannot read what
 * the server says; never while the server gives out no wall.
 */
export function useReload(failure: Failure | null): void {
  const [openedAt] = useState(Date.now);
  // Follows the server's version and the clock; a reload at a bad moment would leave the browser's error page behind.
  useEffect(() => {
    async function look() {
      const page = await pageOfServer();
      if (page === 'other' || (page === 'same' && isReloadDue(openedAt, new Date()))) location.reload();
    }
    const timer = setInterval(look, lookEvery);
    return () => clearInterval(timer);
  }, [openedAt]);

  const isBroken = failure === 'page' || failure === 'unreadable';
  // Follows what this page is able to do.
  useEffect(() => {
    if (isBroken) startAfresh();
  }, [isBroken]);
}

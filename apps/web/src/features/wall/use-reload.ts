import { useEffect, useState } from 'react';
import { isOtherBuild, isReloadDue } from './reload.ts';

const lookEvery = 10 * 60_000;

/** Whether the server gives out a page now, and whether it is that of another build. */
async function lookAtServer(): Promise<'down' | 'same' | 'other'> {
  const scripts = [...document.querySelectorAll<HTMLScriptElement>('script[src]')].map(
    (script) => new URL(script.src).pathname,
  );
  const answer = await fetch('/wall', { cache: 'no-store', signal: AbortSignal.timeout(8000) });
  if (!answer.ok) return 'down';
  return isOtherBuild(await answer.text(), scripts) ? 'other' : 'same';
}

/** Starts the page afresh once a night and after an update of the server; never while the server does not answer. */
export function useReload(): void {
  const [openedAt] = useState(Date.now);
  // Follows the server's version and the clock; a reload at a bad moment would leave the browser's error page behind.
  useEffect(() => {
    async function look() {
      try {
        const server = await lookAtServer();
        if (server === 'other' || (server === 'same' && isReloadDue(openedAt, new Date()))) location.reload();
      } catch {
        // No answer: the page stays, it will say itself that the picture is old.
      }
    }
    const timer = setInterval(look, lookEvery);
    return () => clearInterval(timer);
  }, [openedAt]);
}

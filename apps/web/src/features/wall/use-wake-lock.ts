import { useEffect } from 'react';

/** Keeps the screen on while the wall is visible; the browser drops the lock whenever the page is hidden. */
export function useWakeLock(): void {
  // Follows the screen wake lock of the operating system.
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let ended = false;
    async function hold() {
      if (document.visibilityState !== 'visible' || !('wakeLock' in navigator) || (lock && !lock.released)) return;
      try {
        lock = await navigator.wakeLock.request('screen');
        if (ended) await lock.release();
      } catch {
        // Refused on low battery or by policy: the wall works without it.
      }
    }
    void hold();
    document.addEventListener('visibilitychange', hold);
    return () => {
      ended = true;
      document.removeEventListener('visibilitychange', hold);
      lock?.release().catch(() => undefined);
    };
  }, []);
}

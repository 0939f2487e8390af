import { useEffect, useRef, useState } from 'react';
import { useListeners } from '#ui/use-listeners.ts';

/** Where the view stands against burn-in, in thousandths of the screen's height. */
export type Shift = { x: number; y: number };

const holdMinutes = 3;
const places: readonly Shift[] = [
  { x: 0, y: 0 },
  { x: 4, y: 0 },
  { x: 4, y: 4 },
  { x: 0, y: 4 },
  { x: -4, y: 4 },
  { x: -4, y: 0 },
  { x: -4, y: -4 },
  { x: 0, y: -4 },
  { x: 4, y: -4 },
];

/** The place for a moment: another one every three minutes, round and round. */
export function shiftAt(milliseconds: number): Shift {
  const index = Math.floor(Math.max(0, milliseconds) / (holdMinutes * 60_000)) % places.length;
  return places[index] ?? { x: 0, y: 0 };
}

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

const idleAfter = 4000;

/** False while the pointer has moved or a key was pressed in the last seconds. */
export function useIdle(): boolean {
  const [idle, setIdle] = useState(true);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  function wake() {
    setIdle(false);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setIdle(true), idleAfter);
  }
  useListeners({ pointermove: wake, keydown: wake });
  return idle;
}

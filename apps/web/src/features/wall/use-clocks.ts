import { useEffect, useState } from 'react';
import type { Clocks } from './freshness.ts';

export function readClocks(): Clocks {
  return { steady: performance.now(), wall: Date.now() };
}

/** The browser's clocks, read twice a second and at once when the page is shown again. */
export function useClocks(): Clocks {
  const [clocks, setClocks] = useState(readClocks);
  // Follows the browser's clocks, which tell nobody that time has gone by.
  useEffect(() => {
    const tick = () => setClocks(readClocks());
    const timer = setInterval(tick, 500);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, []);
  return clocks;
}

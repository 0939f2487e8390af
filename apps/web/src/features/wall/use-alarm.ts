import { useCallback, useEffect, useRef, useState } from 'react';
import { readStored, writeStored } from '#lib/stored.ts';
import { allowBeep, beep, canBeep } from './beep.ts';
import { type KnownFailures, knownFailures, newFailures } from './new-failures.ts';
import type { WallJob } from './urgency.ts';

const keptAs = 'retry-desk.wall.sound';
/** How long a new failure is marked as new. */
const newsFor = 60_000;

export type Alarm = { on: boolean; toggle: () => void; isNews: (jobId: string, now: number) => boolean };

/**
 * Notices new failures: marks them for a minute and, where somebody has turned the sound on for this screen, makes one.
 * `jobs` is null while they are unknown.
 */
export function useAlarm(jobs: readonly WallJob[] | null): Alarm {
  const [on, setOn] = useState(() => readStored(keptAs) === 'on');
  const [news, setNews] = useState<{ ids: string[]; at: number } | null>(null);
  const known = useRef<KnownFailures | null>(null);

  // Follows the picture: mark and sound belong to the change, not to what is drawn.
  useEffect(() => {
    if (jobs === null) return;
    const ids = newFailures(known.current, jobs);
    known.current = knownFailures(jobs);
    if (ids.length === 0) return;
    setNews({ ids, at: performance.now() });
    if (on) beep();
  }, [jobs, on]);

  // Follows the browser's rule that sound needs a gesture: after a reload the first one brings it back.
  useEffect(() => {
    if (!on || canBeep()) return;
    const allow = () => void allowBeep();
    const gestures = ['pointerdown', 'keydown'] as const;
    for (const gesture of gestures) addEventListener(gesture, allow, { once: true });
    return () => {
      for (const gesture of gestures) removeEventListener(gesture, allow);
    };
  }, [on]);

  const toggle = useCallback(() => {
    setOn(!on);
    writeStored(keptAs, on ? 'off' : 'on');
    if (!on) void allowBeep().then(beep);
  }, [on]);
  function isNews(jobId: string, now: number) {
    return news !== null && now - news.at < newsFor && news.ids.includes(jobId);
  }
  return { on, toggle, isNews };
}

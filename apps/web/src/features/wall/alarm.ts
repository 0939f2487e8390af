import { useCallback, useEffect, useRef, useState } from 'react';
import { readStored, writeStored } from '#lib/stored.ts';
import { useListeners } from '#ui/use-listeners.ts';
import type { WallJob } from './urgency.ts';

let context: AudioContext | null = null;

/** Whether the browser lets us make sound; it does only after somebody has clicked or pressed a key. */
function canBeep(): boolean {
  return context?.state === 'running';
}

/** Has the browser allow sound; call it from a click or a key. A screen without any stays silent. */
async function allowBeep(): Promise<void> {
  try {
    context ??= new AudioContext();
    await context.resume();
  } catch {
    // No sound here, or not allowed.
  }
}

/** Two short falling tones; silent where the browser has not allowed sound. */
function beep(): void {
  if (context?.state !== 'running') return;
  for (const [index, pitch] of [880, 587].entries()) {
    const start = context.currentTime + index * 0.22;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.3, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.2);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + 0.21);
  }
}

/** Job id → when its run failed, of the last answer. */
export type KnownFailures = ReadonlyMap<string, string>;

export function knownFailures(jobs: readonly WallJob[]): KnownFailures {
  return new Map(jobs.map((job) => [job.id, job.failedAt]));
}

/** Jobs that have failed since the last answer, again or for the first time. Before a first answer nothing is new. */
export function newFailures(before: KnownFailures | null, jobs: readonly WallJob[]): string[] {
  if (before === null) return [];
  return jobs.filter((job) => (before.get(job.id) ?? '') < job.failedAt).map((job) => job.id);
}

const storageKey = 'retry-desk.wall.sound';
/** How long a new failure is marked as new. */
const newFor = 60_000;

export type Alarm = { on: boolean; toggle: () => void; isNew: (jobId: string, now: number) => boolean };

/**
 * Notices new failures: marks them for a minute and, where somebody has turned the sound on for this screen, makes one.
 * `jobs` is null while they are unknown.
 */
export function useAlarm(jobs: readonly WallJob[] | null): Alarm {
  const [on, setOn] = useState(() => readStored(storageKey) === 'on');
  const [latest, setLatest] = useState<{ ids: string[]; at: number } | null>(null);
  const known = useRef<KnownFailures | null>(null);

  // Follows the data: mark and sound belong to the change, not to what is drawn.
  useEffect(() => {
    if (jobs === null) return;
    const ids = newFailures(known.current, jobs);
    known.current = knownFailures(jobs);
    if (ids.length === 0) return;
    setLatest({ ids, at: performance.now() });
    if (on) beep();
  }, [jobs, on]);

  // The browser's rule is that sound needs a gesture: after a reload the first one brings it back.
  const allow = () => void (canBeep() || allowBeep());
  useListeners({ pointerdown: allow, keydown: allow }, { on });

  const toggle = useCallback(() => {
    setOn(!on);
    writeStored(storageKey, on ? 'off' : 'on');
    if (!on) void allowBeep().then(beep);
  }, [on]);
  function isNew(jobId: string, now: number) {
    return latest !== null && now - latest.at < newFor && latest.ids.includes(jobId);
  }
  return { on, toggle, isNew };
}

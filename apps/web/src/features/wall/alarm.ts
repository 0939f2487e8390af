import { useCallback, useEffect, useEffectEvent, useState } from 'react';
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

/** Job id → since when it needs somebody, of the last answer; empty where that is not known. */
export type KnownFailures = ReadonlyMap<string, string>;

export function knownFailures(jobs: readonly WallJob[]): KnownFailures {
  return new Map(jobs.map((job) => [job.id, job.failedAt ?? '']));
}

/** Jobs that have failed since the last answer, again or for the first time. Before a first answer nothing is new. */
export function newFailures(before: KnownFailures | null, jobs: readonly WallJob[]): string[] {
  if (before === null) return [];
  return jobs.filter((job) => isNewer(before.get(job.id), job.failedAt ?? '')).map((job) => job.id);
}

function isNewer(before: string | undefined, since: string): boolean {
  return before === undefined || before < since;
}

const storageKey = 'retry-desk.wall.sound';
/** How long a new failure is marked as new. */
const newFor = 60_000;

export type Alarm = { on: boolean; toggle: () => void; isNew: (jobId: string) => boolean };

type Seen = {
  jobs: readonly WallJob[] | null;
  known: KnownFailures | null;
  /** The newest that were new, and when they came. */
  latest: { ids: string[]; at: number } | null;
};

/** The state after another answer. */
export function afterAnswer({ known, latest }: Seen, jobs: readonly WallJob[], at: number): Seen {
  const ids = newFailures(known, jobs);
  return { jobs, known: knownFailures(jobs), latest: ids.length === 0 ? latest : { ids, at } };
}

/**
 * Notices new failures: marks them for a minute and, where somebody has turned the sound on for this screen, makes one.
 * `jobs` is null while they are unknown; `now` is a clock that nobody sets.
 */
export function useAlarm(jobs: readonly WallJob[] | null, now: number): Alarm {
  const [on, setOn] = useState(() => readStored(storageKey) === 'on');
  const [seen, setSeen] = useState<Seen>({ jobs: null, known: null, latest: null });
  if (jobs !== null && jobs !== seen.jobs) setSeen(afterAnswer(seen, jobs, now));
  const { latest } = seen;

  const sound = useEffectEvent(() => {
    if (on) beep();
  });
  // Follows the loudspeaker: one sound for each time something is new.
  useEffect(() => {
    if (latest !== null) sound();
  }, [latest]);

  // The browser's rule is that sound needs a gesture: after a reload the first one brings it back.
  const allow = () => void (canBeep() || allowBeep());
  useListeners({ pointerdown: allow, keydown: allow }, { on });

  const toggle = useCallback(() => {
    setOn(!on);
    writeStored(storageKey, on ? 'off' : 'on');
    if (!on) void allowBeep().then(beep);
  }, [on]);
  function isNew(jobId: string) {
    return latest !== null && now - latest.at < newFor && latest.ids.includes(jobId);
  }
  return { on, toggle, isNew };
}

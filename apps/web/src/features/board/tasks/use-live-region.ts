import type { Task } from '@retry-desk/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { whenIdle } from '#lib/when-idle.ts';

const keep = 4;

const later = () => import('./announcements.ts');
// Here by the time a retry ends.
whenIdle(() => void later().catch(() => undefined));

/** Without its script nothing is read aloud: the cards show it all the same. */
async function sayEndings(before: readonly Task[], after: readonly Task[], say: (text: string) => void): Promise<void> {
  const part = await later().catch(() => null);
  for (const text of part?.announcements(before, after) ?? []) say(text);
}

/** The text of the live region: outcomes of presses, and every retry that ends. */
export function useLiveRegion(): { said: readonly { id: number; text: string }[]; say: (text: string) => void } {
  const [said, setSaid] = useState<readonly { id: number; text: string }[]>([]);
  const next = useRef(0);
  const say = useCallback((text: string) => {
    next.current += 1;
    const id = next.current;
    setSaid((before) => [...before, { id, text }].slice(-keep));
  }, []);
  return { said, say };
}

/** Announces what ends while the page is open: each task by itself, a batch once all of it is over. */
export function useEndings(tasks: readonly Task[] | undefined, say: (text: string) => void): void {
  const before = useRef<readonly Task[] | null>(null);
  // Follows the screen reader, which only notices what changes.
  useEffect(() => {
    if (!tasks) return;
    if (before.current) void sayEndings(before.current, tasks, say);
    before.current = tasks;
  }, [tasks, say]);
}

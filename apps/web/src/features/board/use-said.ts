import type { Task } from '@retry-desk/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { announcements } from './task-list.ts';

const keep = 4;

/** What the live region says: outcomes of presses, and every retry that ends. */
export function useSaid(): { said: readonly { id: number; text: string }[]; say: (text: string) => void } {
  const [said, setSaid] = useState<readonly { id: number; text: string }[]>([]);
  const next = useRef(0);
  const say = useCallback((text: string) => {
    next.current += 1;
    const id = next.current;
    setSaid((before) => [...before, { id, text }].slice(-keep));
  }, []);
  return { said, say };
}

/** Says aloud each task that ends while the page is open. */
export function useEndings(tasks: readonly Task[] | undefined, say: (text: string) => void): void {
  const before = useRef<readonly Task[] | null>(null);
  // Follows the screen reader, which only hears what changes.
  useEffect(() => {
    if (!tasks) return;
    if (before.current) for (const text of announcements(before.current, tasks)) say(text);
    before.current = tasks;
  }, [tasks, say]);
}

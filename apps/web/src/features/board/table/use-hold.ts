import { type FocusEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type HeldRows, holdRows, standAlike } from './held-rows.ts';

/** So long after the last move or key the table is let go, even with the pointer still over it. */
const idleAfter = 5_000;
/** So long after rows have moved under a pointer at rest, a press is not taken: it was meant for what stood there before. */
const guardFor = 350;

/** Whether a hand or the keyboard is at work inside an element. */
function useAtWork() {
  const [atWork, setAtWork] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const end = useCallback(() => {
    if (timer.current) clearTimeout(timer.current);
    timer.current = null;
    setAtWork(false);
  }, []);
  const begin = useCallback(() => {
    if (timer.current) clearTimeout(timer.current);
    timer.current = setTimeout(end, idleAfter);
    setAtWork(true);
  }, [end]);
  const handlers = {
    onPointerMove: begin,
    onPointerDown: begin,
    onPointerLeave: end,
    onKeyDown: begin,
    onFocus: begin,
    onBlur: (event: FocusEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget)) end();
    },
  };
  return { atWork, end, handlers };
}

type Hold<R extends { id: string }> = HeldRows<R> & {
  /** Lets what waits be drawn. */
  release: () => void;
  /** For the element around the table. */
  handlers: ReturnType<typeof useAtWork>['handlers'] & { onClickCapture: (event: React.MouseEvent) => void };
};

/** Keeps rows where they are while somebody is about to press one; `scope` names the filter, whose change always counts. */
export function useHold<R extends { id: string }>(fresh: readonly R[], scope: string): Hold<R> {
  const { atWork, end, handlers } = useAtWork();
  const [seen, setSeen] = useState({ scope, rows: fresh });
  if (seen.scope !== scope || (!atWork && seen.rows !== fresh)) setSeen({ scope, rows: fresh });
  const shifted = useRef(0);
  const moved = useRef(0);
  const drawn = useRef(seen.rows);
  // Follows the screen: a press right after a shift is measured against it.
  useEffect(() => {
    const isShift = drawn.current.length > 0 && !standAlike(drawn.current, seen.rows);
    if (isShift) shifted.current = performance.now();
    drawn.current = seen.rows;
  }, [seen.rows]);
  const held = useMemo(() => holdRows(seen.rows, fresh), [seen.rows, fresh]);
  return {
    ...held,
    release: end,
    handlers: {
      ...handlers,
      onPointerMove: () => {
        moved.current = performance.now();
        handlers.onPointerMove();
      },
      onClickCapture: (event) => {
        const hasSeenShift = moved.current > shifted.current || performance.now() - shifted.current > guardFor;
        if (event.detail === 0 || hasSeenShift) return;
        event.preventDefault();
        event.stopPropagation();
      },
    },
  };
}

import { useCallback, useReducer } from 'react';
import { useLocation } from 'wouter';
import { useSearch } from 'wouter/use-browser-location';

/**
 * The search of the address, and what goes to another one. Drawn with the change itself: until the subscription to the
 * address is made, which waits for a free processor, a field would lose the letters that are typed into it.
 */
export function useAddress(): [search: URLSearchParams, go: (to: string, options?: { replace?: boolean }) => void] {
  const search = new URLSearchParams(useSearch());
  const [, navigate] = useLocation();
  const [, draw] = useReducer((changes: number) => changes + 1, 0);
  const go = useCallback(
    (to: string, options?: { replace?: boolean }) => {
      navigate(to, options);
      draw();
    },
    [navigate],
  );
  return [search, go];
}

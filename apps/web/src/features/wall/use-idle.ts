import { useEffect, useState } from 'react';

const idleAfter = 4000;

/** False while the pointer has moved or a key was pressed in the last seconds. */
export function useIdle(): boolean {
  const [idle, setIdle] = useState(true);
  // Follows pointer and keyboard of the whole window.
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    function wake() {
      setIdle(false);
      clearTimeout(timer);
      timer = setTimeout(() => setIdle(true), idleAfter);
    }
    addEventListener('pointermove', wake);
    addEventListener('keydown', wake);
    return () => {
      clearTimeout(timer);
      removeEventListener('pointermove', wake);
      removeEventListener('keydown', wake);
    };
  }, []);
  return idle;
}

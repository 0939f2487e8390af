import { withMoments } from '#lib/moments.ts';
import { Time } from './time.tsx';

/** A sentence of the server; moments in it are shown as all others are. */
export function WithTimes({ children }: { children: string }) {
  return withMoments(children).map((part, place) =>
    typeof part === 'string' ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the same moment may stand there twice
      <Time key={place} at={part} show="seconds" />
    ),
  );
}

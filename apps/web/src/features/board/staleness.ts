import type { EmHealth } from '@retry-desk/contract';
import type { Freshness } from '#api/request.ts';

/** Why what is shown may not be true any more, and since when (ms). */
export type Staleness = {
  kind: 'em-down' | 'em-degraded' | 'silent' | 'old' | 'no-run';
  since: number | null;
  message: string | null;
};

type Picture = { takenAt: string; pollSeconds: number; em: EmHealth; freshness: Freshness };

/** Two intervals without news make a picture old; a few seconds are the way from there to here. */
function oldAfter(pollSeconds: number): number {
  return (2 * pollSeconds + 5) * 1000;
}

/** Null while the picture is fresh, and Enterprise Manager hears of runs as usual. `silent`: our own server did not answer the last question. */
export function staleness(picture: Picture, silent: boolean, now: number): Staleness | null {
  const takenAt = Date.parse(picture.freshness.takenAt ?? picture.takenAt);
  const state = picture.freshness.emState ?? picture.em.state;
  if (silent) return { kind: 'silent', since: null, message: null };
  if (state !== 'ok') {
    return { kind: `em-${state}`, since: Date.parse(picture.em.since), message: picture.em.message };
  }
  if (now - takenAt > oldAfter(picture.pollSeconds)) return { kind: 'old', since: takenAt, message: null };
  if (picture.em.silentSince !== undefined) {
    return { kind: 'no-run', since: Date.parse(picture.em.silentSince), message: null };
  }
  return null;
}

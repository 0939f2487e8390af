import { Refusal } from '#route.ts';
import type { PublishedBoard } from './board.ts';
import type { Known } from './sources.ts';

/** Unknown is not empty: before the first good read there is nothing to answer with. */
export function knownOrRefuse(board: Pick<PublishedBoard, 'known'>): Known {
  const known = board.known();
  if (known === null) throw notReadYet();
  return known;
}

/** Refuses until the first good read. */
export function notReadYet(): Refusal {
  return new Refusal('em-unreachable', 'Enterprise Manager has not been read yet.');
}

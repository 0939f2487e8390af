import type { Fault } from './faults.ts';

const MEMBERS: Record<Exclude<Fault['kind'], 'body'>, string[]> = {
  status: ['status'],
  'status-after': ['status'],
  delay: ['ms'],
  hang: [],
  'cut-before': [],
  'lose-answer': [],
  'cut-in-body': ['bytes'],
  drip: ['bytesPerSecond'],
};

/** Whether parsed JSON is a fault that can be told without code. */
export function isFault(wish: unknown): wish is Exclude<Fault, { kind: 'body' }> {
  if (typeof wish !== 'object' || wish === null) return false;
  const members = new Map<string, unknown>(Object.entries(wish));
  const numbers = Object.entries(MEMBERS).find(([kind]) => kind === members.get('kind'))?.[1];
  return numbers?.every((name) => typeof members.get(name) === 'number') ?? false;
}

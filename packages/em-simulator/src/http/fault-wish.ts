import type { Fault } from './faults.ts';
import { isOddity, ODDITY_NAMES } from './oddities.ts';

type PlainFault = Exclude<Fault, { kind: 'body' | 'pause' }>;

/** The numbers that each kind needs. */
const NUMBERS: Record<PlainFault['kind'], string[]> = {
  status: ['status'],
  'status-after': ['status'],
  held: ['ms'],
  delay: ['ms'],
  hang: [],
  'cut-before': [],
  'lose-answer': [],
  'cut-in-body': ['bytes'],
  drip: ['bytesPerSecond'],
  'slow-headers': ['bytesPerSecond'],
  huge: ['megabytes'],
  oddity: [],
};

/** Whether parsed JSON is a fault that can be given without code. */
export function isFault(wish: unknown): wish is PlainFault {
  if (typeof wish !== 'object' || wish === null) return false;
  const members = new Map<string, unknown>(Object.entries(wish));
  const kind = members.get('kind');
  const numbers = Object.entries(NUMBERS).find(([known]) => known === kind)?.[1];
  if (kind === 'oddity' && !isOddity(members.get('name'))) return false;
  return numbers?.every((name) => typeof members.get(name) === 'number') ?? false;
}

/** The faults that can be given as JSON. */
export const FAULT_HELP = `"do" must be a fault: ${Object.entries(NUMBERS)
  .map(([kind, numbers]) => [kind, ...numbers].join(' '))
  .join(', ')}; oddities by "name": ${ODDITY_NAMES.join(', ')}`;

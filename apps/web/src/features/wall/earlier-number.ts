/** Numbers of failed jobs as they were: each with the last moment it was true. Newest last. */
export type NumberMemory = { count: number; at: number }[];

const kept = 50;
const day = 86_400_000;

/** Takes note of the number now. The same memory comes back where nothing is to be noted. */
export function remember(memory: NumberMemory, count: number, at: number): NumberMemory {
  const last = memory[memory.length - 1];
  if (last && at <= last.at) return memory;
  const earlier = last?.count === count ? memory.slice(0, -1) : memory;
  return [...earlier, { count, at }].slice(-kept);
}

/** The newest number that is not the one now and was true within the last day. */
export function earlierNumber(memory: NumberMemory, count: number, now: number): { count: number; at: number } | null {
  const others = memory.filter((entry) => entry.count !== count && now - entry.at < day);
  return others[others.length - 1] ?? null;
}

/** Reads a memory kept as text; anything else than one is an empty memory. */
export function readMemory(text: string | null): NumberMemory {
  if (text === null) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every(isEntry) ? value : [];
  } catch {
    return [];
  }
}

function isEntry(value: unknown): value is { count: number; at: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'count' in value &&
    typeof value.count === 'number' &&
    'at' in value &&
    typeof value.at === 'number'
  );
}

/** Processor time of this thread, in milliseconds: the same on a busy machine. */
function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Processor time of a piece of work, in milliseconds, the mean of so many: the system counts in steps of some milliseconds. */
export function processorMsOf(work: () => void, times: number): number {
  const begunAt = processorMs();
  for (let time = 0; time < times; time += 1) work();
  return (processorMs() - begunAt) / times;
}

/** Processor time of a piece of work, in milliseconds, and the longest stretch of it. */
export type Stalled<T> = { ms: number; stallMs: number; result: T };

/**
 * The work's processor time, and the longest stretch of it in which nothing else had its turn. `next`: when the next turn is
 * looked at; work of minutes goes slower beside a loop that never rests.
 */
export async function stalled<T>(
  work: () => Promise<T>,
  next: (turn: () => void) => void = setImmediate,
): Promise<Stalled<T>> {
  let isOver = false;
  let stallMs = 0;
  let lastAt = processorMs();
  const turn = () => {
    const at = processorMs();
    stallMs = Math.max(stallMs, at - lastAt);
    lastAt = at;
    if (!isOver) next(turn);
  };
  const begunAt = processorMs();
  setImmediate(turn);
  const result = await work();
  const ms = processorMs() - begunAt;
  isOver = true;
  await new Promise(setImmediate);
  return { ms, stallMs, result };
}

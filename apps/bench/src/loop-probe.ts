import { createHistogram } from 'node:perf_hooks';

const EVERY_MS = 5;

/**
 * Loaded into the desk's process before the desk: on SIGUSR2 prints for how long others waited for their turn since the last
 * time. Processor time, so that it is the same on a busy machine: what the thread worked between two looks at it.
 */
const worked = createHistogram();
let before = process.threadCpuUsage();

setInterval(() => {
  const { user, system } = process.threadCpuUsage(before);
  before = process.threadCpuUsage();
  worked.record(Math.max(1, user + system));
}, EVERY_MS).unref();

process.on('SIGUSR2', () => {
  console.error(`loop delay ${JSON.stringify({ p99: worked.percentile(99) / 1e3, max: worked.max / 1e3 })}`);
  worked.reset();
});

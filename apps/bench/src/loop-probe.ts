import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Loaded into the desk's process before the desk: on SIGUSR2 prints how late its event loop was since the last time. */
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
process.on('SIGUSR2', () => {
  console.error(`loop delay ${JSON.stringify({ p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 })}`);
  delay.reset();
});

/**
 * Loaded into a server before its own code (`--import`): from SIGWINCH on its time goes CLOCK_SPEED times as fast, for dates,
 * measured spans and waits alike. A server that is started with `--disable-sigusr1` receives no SIGUSR1.
 */
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

const speed = Number(process.env.CLOCK_SPEED);
const real = {
  date: Date.now,
  span: performance.now.bind(performance),
  later: globalThis.setTimeout,
  again: globalThis.setInterval,
  pause: timers.setTimeout,
};

function pauseShorter<Value>(delay = 0, value?: Value, options?: Parameters<typeof real.pause>[2]) {
  return real.pause(delay / speed, value, options);
}

function quicken(): void {
  const [date, span] = [real.date(), real.span()];
  Date.now = () => date + (real.date() - date) * speed;
  performance.now = () => span + (real.span() - span) * speed;
  // The members that Node adds to the functions (for `promisify`) stay with them.
  Object.assign(globalThis, {
    setTimeout: Object.assign(
      (work: () => void, delay = 0, ...given: []) => real.later(work, delay / speed, ...given),
      real.later,
    ),
    setInterval: Object.assign((work: () => void, delay = 0) => real.again(work, delay / speed), real.again),
  });
  Object.assign(timers, { setTimeout: pauseShorter });
  // Functions imported by name follow from here on.
  syncBuiltinESMExports();
}

process.once('SIGWINCH', quicken);

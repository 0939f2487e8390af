/**
 * Loaded into a server before its own code (`--import`): from SIGUSR1 on its time goes CLOCK_SPEED times as fast, for
 * dates, measured spans and waits alike.
 */
const speed = Number(process.env.CLOCK_SPEED);
const real = {
  date: Date.now,
  span: performance.now.bind(performance),
  later: globalThis.setTimeout,
  again: globalThis.setInterval,
};

function quicken(): void {
  const [date, span] = [real.date(), real.span()];
  Date.now = () => date + (real.date() - date) * speed;
  performance.now = () => span + (real.span() - span) * speed;
  // What Node adds to the functions (for `promisify`) stays with them.
  Object.assign(globalThis, {
    setTimeout: Object.assign(
      (work: () => void, delay = 0, ...given: []) => real.later(work, delay / speed, ...given),
      real.later,
    ),
    setInterval: Object.assign((work: () => void, delay = 0) => real.again(work, delay / speed), real.again),
  });
}

process.once('SIGUSR1', quicken);

import { expect, test } from 'vitest';
import { createServerClock } from './server-clock.ts';

/** Our monotonic clock beside a server's, which answers with whole seconds. */
function scene(serverAt: number) {
  let moment = 5_000;
  let server = serverAt;
  const clock = createServerClock(() => moment);
  function pass(ms: number): void {
    moment += ms;
    server += ms;
  }
  return {
    clock,
    pass,
    setServer(at: number) {
      server = at;
    },
    /** One exchange that takes so long, half of it before the answer is made. */
    exchange(ms = 0) {
      const askedAt = moment;
      pass(ms / 2);
      const date = new Date(Math.floor(server / 1_000) * 1_000).toUTCString();
      pass(ms / 2);
      clock.saw({ date }, askedAt);
    },
    behind: () => server - (clock.now() ?? Number.NaN),
  };
}

const NOON = Date.parse('2026-01-31T12:00:00Z');

test('each answer that is made later in its second brings the clock nearer, and none takes it ahead', () => {
  const { clock, pass, behind, ...stage } = scene(NOON + 900);
  expect(clock.now()).toBeNull();
  stage.exchange(20);
  expect(behind()).toBeGreaterThan(900);
  for (const ms of [350, 280, 410, 395, 300]) {
    pass(ms);
    stage.exchange(20);
    expect(behind()).toBeGreaterThanOrEqual(0);
  }
  expect(behind()).toBeLessThan(100);
  pass(3_600_000);
  expect(behind()).toBeGreaterThanOrEqual(0);
});

test('a server whose clock is set back, or forward, is believed with its next answer', () => {
  const { pass, behind, ...stage } = scene(NOON);
  stage.exchange();
  for (const to of [NOON - 3_600_000, NOON + 3_600_000, NOON - 5_500]) {
    stage.setServer(to);
    stage.exchange();
    expect(behind()).toBeGreaterThanOrEqual(0);
    expect(behind()).toBeLessThan(1_001);
    pass(1);
  }
});

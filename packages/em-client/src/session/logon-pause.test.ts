import { expect, test } from 'vitest';
import { createLogonPause } from './logon-pause.ts';

const minute = 60_000;
function paused() {
  let now = 0;
  const pause = createLogonPause('em:9398', () => now);
  const isRefused = () => {
    try {
      pause.refuse();
      return false;
    } catch {
      return true;
    }
  };
  return { pause, isRefused, pass: (ms: number) => (now += ms) };
}

test('logons that no call goes through with are spread out, up to five minutes, until one is of use', () => {
  const { pause, isRefused, pass } = paused();
  pause.useless();
  pause.useless();
  expect(isRefused()).toBe(false);
  pause.useless();
  expect(() => pause.refuse()).toThrow(expect.objectContaining({ kind: 'session-lost', mayHaveHappened: false }));
  pass(5_000);
  expect(isRefused()).toBe(false);
  for (let more = 0; more < 20; more += 1) pause.useless();
  pass(5 * minute - 1);
  expect(isRefused()).toBe(true);
  pass(1);
  expect(isRefused()).toBe(false);
  pause.useful();
  pause.useless();
  expect(isRefused()).toBe(false);
});

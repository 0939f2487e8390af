import { expect, test } from 'vitest';
import { EmError } from '../errors/em-error.ts';
import { createLogonPause } from './logon-pause.ts';

const minute = 60_000;
const refusal = new EmError('em:9398 refuses the logon of svc.', {
  kind: 'credentials',
  call: 'POST /api/sessionMngr/',
  hint: 'Check it.',
  status: 401,
  mayHaveHappened: false,
});

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

test('an account that locks after five wrong passwords in half an hour is never locked by us', () => {
  const { pause, isRefused, pass } = paused();
  const tries: number[] = [];
  for (let at = 0; at < 24 * 60; at += 1) {
    if (!isRefused()) {
      pause.refused(refusal);
      tries.push(at);
    }
    pass(minute);
  }
  for (const start of tries) expect(tries.filter((at) => at >= start && at < start + 30).length).toBeLessThan(5);
  expect(tries.length).toBeGreaterThan(24 * 2);
});

test('while it waits, the refusal itself is thrown again and says for how long', () => {
  const { pause } = paused();
  for (let attempt = 0; attempt < 3; attempt += 1) pause.refused(refusal);
  expect(() => pause.refuse()).toThrow(
    expect.objectContaining({
      kind: 'credentials',
      status: 401,
      retryAfterMs: 300_000,
      message: expect.stringContaining('Not tried again for 20 min'),
    }),
  );
});

test('a logon that works starts the count of refusals anew', () => {
  const { pause, isRefused } = paused();
  pause.refused(refusal);
  pause.refused(refusal);
  pause.accepted();
  pause.refused(refusal);
  expect(isRefused()).toBe(false);
});

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

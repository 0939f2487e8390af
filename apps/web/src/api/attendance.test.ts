import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followTouches, isUnattended } from './attendance.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test.each(['pointerdown', 'pointermove', 'wheel', 'keydown'])('a page is left a minute after the last %s', (touch) => {
  const page = new EventTarget();
  followTouches(page);
  page.dispatchEvent(new Event(touch));
  vi.advanceTimersByTime(59_999);
  page.dispatchEvent(new Event('visibilitychange'));
  expect(isUnattended()).toBe(false);
  vi.advanceTimersByTime(1);
  expect(isUnattended()).toBe(true);
  page.dispatchEvent(new Event(touch));
  expect(isUnattended()).toBe(false);
});

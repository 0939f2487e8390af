import { expect, test } from 'vitest';
import { FIELD_MESSAGES, filledIn, messageFor, messageNumbered } from './field-messages.ts';
import { randomOf } from './random.ts';

test('every message has a number of its own and leaves nothing to fill in', () => {
  expect(new Set(FIELD_MESSAGES.map(({ id }) => id)).size).toBe(FIELD_MESSAGES.length);
  expect(FIELD_MESSAGES.length).toBeGreaterThan(50);
  for (const message of FIELD_MESSAGES) {
    const text = filledIn(message, 'srv-01.tech.local', randomOf(String(message.id)));
    expect(text).not.toMatch(/[<>⏎]/);
    expect(text.trim().length).toBeGreaterThan(5);
  }
});

test('some have several lines, some another language, an account or no reason', () => {
  const texts = FIELD_MESSAGES.map((message) => filledIn(message, 'srv-01', randomOf('x')));
  for (const kind of [/\n.*\n/, /[а-я]{4}/i, /wurde nicht gefunden/, /TECH\\svc-backup/, /^Hard disk 1 \(0 B\)$/]) {
    expect(texts.filter((text) => kind.test(text)).length).toBeGreaterThan(0);
  }
});

test('a drawn message fits the platform, is of agents, and comes by its share', () => {
  for (const platform of ['AgentForWindows', 'AgentForLinux'] as const) {
    const random = randomOf(platform);
    const drawn = Array.from({ length: 4000 }, () => messageFor(platform, random));
    const wrong = platform === 'AgentForWindows' ? 'Linux' : 'Windows';
    expect(drawn.filter((message) => message === undefined || message.platform === wrong || !message.ofAgents)).toEqual(
      [],
    );
    const share = (family: string) => drawn.filter((message) => message?.family === family).length / drawn.length;
    expect(share('network')).toBeGreaterThan(share('says-nothing') * 2);
    expect(share('says-nothing')).toBeGreaterThan(0.01);
  }
});

test('the same seed fills in the same, and an unknown number is refused', () => {
  const message = messageNumbered(52);
  expect(filledIn(message, 'a', randomOf('1'))).toBe(filledIn(message, 'a', randomOf('1')));
  expect(() => messageNumbered(9999)).toThrow('There is no field message 9999');
});

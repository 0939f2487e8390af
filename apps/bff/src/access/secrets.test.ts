import { expect, test } from 'vitest';
import { keyedHash, newSecret, seal, unseal } from './secrets.ts';

const key = newSecret();

test('a hash is another for each key, purpose and secret', () => {
  const hash = keyedHash(key, 'session', 'secret');
  expect(hash).toMatch(/^[\w-]{43}$/);
  expect(keyedHash(key, 'session', 'secret')).toBe(hash);
  expect(keyedHash(key, 'session', 'secret2')).not.toBe(hash);
  expect(keyedHash(key, 'csrf', 'secret')).not.toBe(hash);
  expect(keyedHash(newSecret(), 'session', 'secret')).not.toBe(hash);
  expect(keyedHash(key, 'wall-link', 'secret')).not.toBe(keyedHash(key, 'wall-code', 'secret'));
});

test('a sealed text can be read with the same key for the same purpose only', () => {
  const sealed = seal(key, 'id-token', 'header.päyload.signature');
  expect(sealed).not.toContain('header');
  expect(unseal(key, 'id-token', sealed)).toBe('header.päyload.signature');
  expect(unseal(key, 'sign-in-on-its-way', sealed)).toBeNull();
  expect(unseal(newSecret(), 'id-token', sealed)).toBeNull();
});

test('a changed, shortened or invented seal is not read', () => {
  const sealed = seal(key, 'id-token', 'text');
  for (let at = 0; at < sealed.length - 1; at += 1) {
    const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
    expect(unseal(key, 'id-token', changed), String(at)).toBeNull();
  }
  for (const other of ['', 'x', sealed.slice(0, 20), 'A'.repeat(100)])
    expect(unseal(key, 'id-token', other)).toBeNull();
});

test('the same text is sealed otherwise each time', () => {
  expect(seal(key, 'id-token', 'text')).not.toBe(seal(key, 'id-token', 'text'));
});

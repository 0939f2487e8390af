import { expect, test } from 'vitest';
import { cookiesFor } from './cookies.ts';

const secure = cookiesFor(new URL('https://retry.example.local'));
const local = cookiesFor(new URL('http://localhost:8080'));

test('over https a cookie is a __Host- cookie, for people until the browser closes, for walls for long', () => {
  expect(secure.issue('operator', 'abc')).toBe('__Host-retry-desk=abc; Path=/; HttpOnly; SameSite=Strict; Secure');
  expect(secure.issue('wall', 'abc')).toBe(
    '__Host-retry-desk-wall=abc; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=15552000',
  );
  expect(secure.clear('person')).toContain('Max-Age=0');
});

test('on loopback without TLS the cookie has no prefix that browsers would refuse', () => {
  expect(local.issue('viewer', 'abc')).toBe('retry-desk=abc; Path=/; HttpOnly; SameSite=Strict');
});

test('our cookies are found among others, and nothing that only looks like them', () => {
  const header = 'theme=dark; __Host-retry-desk-wall=w1; xretry-desk=no; __Host-retry-desk=p1';
  expect([secure.read(header, 'person'), secure.read(header, 'wall')]).toEqual(['p1', 'w1']);
  expect(secure.read('retry-desk=p1', 'person')).toBeNull();
  expect(secure.read('__Host-retry-desk=first; __Host-retry-desk=l=a=st', 'person')).toBe('l=a=st');
  expect(secure.read(undefined, 'wall')).toBeNull();
});

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
  expect(secure.read('__Host-retry-desk=l=a=st', 'person')).toBe('l=a=st');
  expect(secure.read(undefined, 'wall')).toBeNull();
});

const ours = {
  person: '__Host-retry-desk',
  wall: '__Host-retry-desk-wall',
  'on-its-way': '__Host-retry-desk-sign-in',
} as const;
const kinds = ['person', 'wall', 'on-its-way'] as const;

test.each(kinds)('a %s cookie that comes twice is none, whichever of the two stands first', (kind) => {
  const name = ours[kind];
  expect(secure.read(`${name}=a; ${name}=b`, kind)).toBeNull();
  expect(secure.read(`${name}=a; theme=dark;\t${name}\t=a`, kind)).toBeNull();
  expect(secure.read(`${name}=; ${name}=b`, kind)).toBeNull();
});

test.each(kinds)('only space and tab are blanks around a %s cookie; with any other sign it is another name', (kind) => {
  const name = ours[kind];
  expect(secure.read(`a=1; \t${name} \t=\t b `, kind)).toBe('b');
  for (const sign of ['\u00a0', '\ufeff', '\u2003', '\u3000', '\u000b', '\u000c', '\u0085', '\u2028']) {
    expect(secure.read(`${sign}${name}=b`, kind)).toBeNull();
    expect(secure.read(`${name}${sign}=b`, kind)).toBeNull();
    expect(secure.read(`${name}=own; ${sign}${name}=theirs`, kind)).toBe('own');
    expect(secure.read(`${name}=${sign}b`, kind)).toBe(`${sign}b`);
  }
});

import { expect, test } from 'vitest';
import { cookiesFor } from './cookies.ts';

const secure = cookiesFor(new URL('https://retry.example.local'));
const local = cookiesFor(new URL('http://localhost:8080'));

const ours = {
  person: '__Host-retry-desk',
  wall: '__Host-retry-desk-wall',
  'on-its-way': '__Host-retry-desk-sign-in',
  'known-device': '__Host-retry-desk-device',
} as const;
const kinds = ['person', 'wall', 'on-its-way', 'known-device'] as const;

test('over https a cookie is a __Host- cookie, for people until the browser closes, for walls for long', () => {
  expect(secure.issue('operator', 'abc')).toBe('__Host-retry-desk=abc; Path=/; HttpOnly; SameSite=Strict; Secure');
  expect(secure.issue('wall', 'abc')).toBe(
    '__Host-retry-desk-wall=abc; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=15552000',
  );
  expect(secure.clear('person')).toContain('Max-Age=0');
});

test('only the cookie of a browser on its way to the provider comes back with a link from there; each is cleared as it was set', () => {
  const strict = 'Path=/; HttpOnly; SameSite=Strict; Secure';
  const lax = 'Path=/; HttpOnly; SameSite=Lax; Secure';
  expect(secure.keepOnItsWay('abc', 600_000)).toBe(`${ours['on-its-way']}=abc; ${lax}; Max-Age=600`);
  expect(secure.keepKnownDevice('1.a', 86_400_000)).toBe(`${ours['known-device']}=1.a; ${strict}; Max-Age=86400`);
  for (const kind of kinds)
    expect(secure.clear(kind)).toBe(`${ours[kind]}=; ${kind === 'on-its-way' ? lax : strict}; Max-Age=0`);
});

test('below a path of a host that others share, a cookie belongs to that path', () => {
  const below = cookiesFor(new URL('https://intranet.example.local/retry/'));
  const ending = 'Path=/retry; HttpOnly; SameSite=Strict; Secure';
  expect(below.issue('operator', 'abc')).toBe(`__Secure-retry-desk=abc; ${ending}`);
  expect(below.clear('wall')).toBe(`__Secure-retry-desk-wall=; ${ending}; Max-Age=0`);
  expect(below.read('__Secure-retry-desk=abc; __Host-retry-desk=other', 'person')).toBe('abc');
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
  expect(secure.read(`${name.replace('-retry', '- retry')}=b`, kind)).toBeNull();
  expect(secure.read(`a=1; ${name}`, kind)).toBeNull();
  expect(secure.read(`${name}= b c `, kind)).toBe('b c');
});

import { expect, test } from 'vitest';
import { ownPath } from './own-path.ts';

test.each(['/', '/tasks', '/tasks?state=open&by=TECH%5Canna', '/jobs/78c3919c-54d7-43fe-b047-485d3566f11f#runs'])(
  '%s is a path of ours',
  (path) => {
    expect(ownPath(path)).toBe(path);
  },
);

test('behind the path of ours stands whatever it may be, and means the same afterwards', () => {
  for (const sign of [
    'ä',
    'Köln',
    'a b',
    '%',
    '100 %',
    '%41',
    '#1',
    '&',
    '+',
    '?',
    '/',
    '//evil.example',
    '\\',
    '🗄️',
    '日本',
    '"<>',
    '\t\n',
  ])
    for (const path of [
      `/?q=${encodeURIComponent(sign)}`,
      `/machines?q=${encodeURIComponent(sign)}&x=1#${encodeURIComponent(sign)}`,
    ]) {
      expect(ownPath(path)).toBe(path);
      const [, query = ''] = ownPath(path).split(/[?#]/);
      expect(new URLSearchParams(query).get('q')).toBe(sign);
    }
  // As people write them by hand.
  expect(ownPath('/machines?q=Köln 100%#größer')).toBe('/machines?q=K%C3%B6ln%20100%#gr%C3%B6%C3%9Fer');
  expect(ownPath('/jobs/K%C3%B6ln')).toBe('/jobs/K%C3%B6ln');
});

const schemes = [
  'http:',
  'https:',
  'javascript:',
  'data:',
  'vbscript:',
  'file:',
  'blob:',
  'ftp:',
  'HTTPS:',
  'jAvAsCrIpT:',
];
const slashes = [
  '//',
  '\\\\',
  '/\\',
  '\\/',
  '///',
  '/\t/',
  '/\n/',
  '/\r/',
  '/%2f',
  '/%5c',
  '/%0a/',
  '/ /',
  '\t//',
  ' //',
];
const hosts = ['evil.example', 'evil.example/tasks', 'user@evil.example', '[::1]', '127.0.0.1:1', '3232235777'];
/** Characters that browsers strip, trim or take for a slash, before and inside an address. */
const disguises = [
  '\t',
  '\n',
  '\r',
  '\u0000',
  '\u0001',
  ' ',
  '\u00a0',
  '\u2028',
  '\ufeff',
  '\u3002',
  '%09',
  '%00',
  '%20',
  '%5C',
];
const hostile = [
  ...disguises.flatMap((mark) => [
    ...hosts.map((host) => `${mark}//${host}`),
    ...hosts.map((host) => `/${mark}/${host}`),
    ...hosts.map((host) => `${mark}https://${host}`),
    ...hosts.map((host) => `ht${mark}tps://${host}`),
    `java${mark}script:alert(1)`,
    `${mark}javascript:alert(1)`,
  ]),
  ...['@evil.example', ':80@evil.example', '.evil.example', '\\evil.example', ';//evil.example', ',//evil.example'],
  ...schemes.flatMap((scheme) => [`${scheme}alert(1)`, ...hosts.map((host) => `${scheme}//${host}`)]),
  ...slashes.flatMap((start) => hosts.map((host) => `${start}${host}`)),
  ...slashes.flatMap((start) => hosts.map((host) => `/tasks/..${start}${host}`)),
  ...hosts,
  '',
  'tasks',
  '.',
  '..',
  '?x',
  '#x',
  '/sign-in',
  '/sign-in#//evil.example',
  '/sign-in?returnTo=/sign-in',
  '/ümlaut',
  '/a b',
  '/\u0000',
];

test('at least 500 hostile values are tried', () => {
  expect(new Set(hostile).size).toBeGreaterThanOrEqual(500);
});

test(`each of ${hostile.length} hostile values leads to the board or stays on this host`, () => {
  for (const value of hostile) {
    const path = ownPath(value);
    const url = new URL(path, 'https://desk.example');
    expect(url.host, value).toBe('desk.example');
    expect(path.startsWith('//'), value).toBe(false);
    if (!value.startsWith('/tasks/..')) expect(path, value).toBe('/');
  }
});

test('no value at all leads to the board', () => {
  expect([ownPath(null), ownPath(undefined)]).toEqual(['/', '/']);
});

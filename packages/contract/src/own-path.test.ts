import { expect, test } from 'vitest';
import { ownPath } from './own-path.ts';

test.each(['/', '/tasks', '/tasks?state=open&by=TECH%5Canna', '/jobs/78c3919c-54d7-43fe-b047-485d3566f11f#runs'])(
  '%s is a path of ours',
  (path) => {
    expect(ownPath(path)).toBe(path);
  },
);

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
const hosts = ['evil.example', 'evil.example/tasks', 'user@evil.example', '[::1]', '127.0.0.1:1'];
const hostile = [
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
  '/sign-in?returnTo=/sign-in',
  '/ümlaut',
  '/a b',
  '/\u0000',
];

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

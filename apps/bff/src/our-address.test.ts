import { expect, test } from 'vitest';
import { basePath, ourAddress } from './our-address.ts';

test.each([
  ['https://retry.example.local/', '', 'https://retry.example.local/tasks?state=open'],
  ['http://localhost:8080', '', 'http://localhost:8080/tasks?state=open'],
  [
    'https://intranet.example.local/apps/retry/',
    '/apps/retry',
    'https://intranet.example.local/apps/retry/tasks?state=open',
  ],
])('with the public address %s paths of ours begin with %j', (publicUrl, base, address) => {
  const url = new URL(publicUrl);
  expect([basePath(url), ourAddress('/tasks?state=open', url).href]).toEqual([base, address]);
});

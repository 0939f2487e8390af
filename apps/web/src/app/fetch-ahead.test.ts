import { expect, test } from 'vitest';
import { fetchAhead } from './fetch-ahead.ts';
import { createQueryClient } from './query-client.ts';

// There is no server here: nothing of what is requested comes.

test('for the board it ends when all has come or failed, and does not reject', async () => {
  const client = createQueryClient();
  await fetchAhead(client, '/');
  expect(client.isFetching()).toBe(0);
});

test('for another page it requests as well and does not wait', async () => {
  const client = createQueryClient();
  await fetchAhead(client, '/tasks');
  expect(client.isFetching()).toBe(2);
});

test('for the sign-in it requests nothing', async () => {
  const client = createQueryClient();
  await fetchAhead(client, '/sign-in');
  expect(client.isFetching()).toBe(0);
});

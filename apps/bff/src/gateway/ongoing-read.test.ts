import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { EmError } from '@retry-desk/em-client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Refusal } from '#route.ts';
import { beginRead, type OngoingRead } from './ongoing-read.ts';
import { createPlaces } from './places.ts';

const site = { host: 'em01:9398', call: 'GET /api/jobs', isAction: false };

function begin(deadlineMs: number, places = createPlaces(1, 1)) {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const read = beginRead(response, site, deadlineMs, places);
  onTestFinished(() => read.end());
  return { response, read };
}

async function reasonOf({ signal }: OngoingRead): Promise<unknown> {
  await vi.waitFor(() => expect(signal.aborted).toBe(true));
  return signal.reason;
}

test('at the deadline the reason is what there was to wait for', async () => {
  const reading = begin(1);
  expect(await reasonOf(reading.read)).toBeInstanceOf(EmError);

  const places = createPlaces(1, 1);
  await begin(60_000, places).read.grown();
  const waiting = begin(1, places);
  await expect(waiting.read.grown()).rejects.toMatchObject({ code: 'too-many-requests' });

  const translating = begin(1);
  translating.read.translating();
  const reason = await reasonOf(translating.read);
  expect(reason).toBeInstanceOf(Refusal);
  expect(reason).toMatchObject({ detail: expect.stringContaining('could not be translated in time') });
});

test('a read that waits too long is refused, and its place is given back at the end', async () => {
  const places = createPlaces(1, 1);
  const first = begin(60_000, places);
  await first.read.grown();
  const second = begin(60_000, places);
  const grown = second.read.grown();
  await expect(begin(60_000, places).read.grown()).rejects.toMatchObject({ code: 'too-many-requests' });
  first.read.end();
  await grown;
  second.read.end();
  await begin(60_000, places).read.grown();
});

test('a client that goes ends its read', async () => {
  const { response, read } = begin(60_000);
  response.emit('close');
  expect(await reasonOf(read)).toBeInstanceOf(Refusal);
});

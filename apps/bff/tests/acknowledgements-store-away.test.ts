import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Acknowledgements } from '../src/attention/acknowledgements.ts';
import { storeBenches } from './stores.ts';

const jobId = '78c3919c-54d7-43fe-b047-485d3566f11f';
const anna = { user: 'TECH\\anna', person: 'anna', address: '127.0.0.1' };
const order = { ...anna, jobIds: [jobId], note: 'Disks are ordered', ticket: null, untilAt: null };

describe.each(storeBenches())('a store that goes away right after an order is written, on $kind', (bench) => {
  beforeAll(() => bench.start());
  afterAll(() => bench.stop());

  test('the order is answered as made, and is there once the store is', async () => {
    const place = await bench.place();
    const store = await place.open();
    const write = store.journal.write.bind(store.journal);
    store.journal.write = async (work) => {
      const written = await write(work);
      await store.close();
      return written;
    };
    const deps = {
      clock: { now: () => Date.UTC(2026, 10, 30) },
      jobOf: () => ({ name: 'Oracle', kinds: ['failed' as const], over: null, causeKeys: [], isScheduleOff: false }),
      isReady: () => true,
      ticketUrl: null,
      onChange: () => undefined,
    };
    const made = await new Acknowledgements({ ...deps, store }).acknowledge(order);
    expect(made.acknowledgements).toMatchObject([{ jobName: 'Oracle', note: 'Disks are ordered' }]);

    const again = await place.open();
    const read = new Acknowledgements({ ...deps, store: again });
    await read.refresh();
    expect(read.of(jobId)).toMatchObject({ by: 'TECH\\anna', note: 'Disks are ordered' });
    await again.close();
  });
});

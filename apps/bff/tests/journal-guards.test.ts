import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { expectedGuards, readGuards } from '#store/check-guards.ts';
import { storeBenches } from './stores.ts';

describe.each(storeBenches())('guards of the journal in $kind', (bench) => {
  beforeAll(() => bench.start(), 120_000);
  afterAll(() => bench.stop());

  test('that are expected are those of a fresh store', async () => {
    const store = await (await bench.place()).open();
    onTestFinished(() => store.close());
    expect(await readGuards(store)).toEqual(expectedGuards[store.kind]);
    // The whole hash: of half of it another guard could be made.
    for (const hash of Object.values(expectedGuards[store.kind])) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

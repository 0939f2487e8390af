import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { killWhileDelivering } from './notice-kills.ts';
import { builtIn } from './prepared.ts';
import { storeBenches } from './stores.ts';

describe.each(storeBenches())('notices in $kind', (bench) => {
  beforeAll(() => bench.start());
  afterAll(() => bench.stop());

  test('killed again and again behind a bad line, none is lost, none overtakes another, and none comes under two ids', {
    timeout: 600_000,
  }, async () => {
    const { databaseUrl, dataDir = tmpdir() } = await bench.place();
    const processes = databaseUrl === undefined ? 1 : 2;
    const outcome = await killWhileDelivering({
      ...{ writer: builtIn('notice-writer.js'), place: databaseUrl ?? dataDir, notices: 150, kills: 12, processes },
      limitMs: 400_000,
    });
    expect(outcome).toMatchObject({ lost: [], outOfOrder: [], renamed: [] });
    expect(outcome.received).toBeGreaterThanOrEqual(150);
    // The line was bad.
    expect(outcome.repeated).toBeGreaterThan(0);
  });
});

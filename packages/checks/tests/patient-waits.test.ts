import { expect, test, vi } from 'vitest';

test('a wait holds on a busy machine, whatever its own limit', async () => {
  const from = performance.now();
  await vi.waitFor(() => expect(performance.now() - from).toBeGreaterThan(1_500), { timeout: 1, interval: 10 });
  await expect.poll(() => performance.now() - from).toBeGreaterThan(3_000);
});

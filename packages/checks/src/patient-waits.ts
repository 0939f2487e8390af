import { vi } from 'vitest';

/**
 * A wait ends with the state it waits for; its limit is for a state that never comes, and has to hold on a busy machine. By
 * itself Vitest gives up after one second, and tests have chosen a few.
 */
const leastMs = 60_000;

type Options = Parameters<typeof vi.waitFor>[1];

function patient(options: Options): Options {
  const given = typeof options === 'number' ? { timeout: options } : (options ?? {});
  return { ...given, timeout: Math.max(given.timeout ?? 0, leastMs) };
}

const { waitFor, waitUntil } = vi;

// Runs before each file, where files share what they import.
if (waitFor.name !== 'waitPatiently') {
  vi.waitFor = function waitPatiently(callback, options) {
    return waitFor(callback, patient(options));
  };
  vi.waitUntil = (callback, options) => waitUntil(callback, patient(options));
}

/** A signal for `fetch`, and whether it was time that ended it. */
export type Deadline = {
  signal: AbortSignal;
  isPassed: () => boolean;
  /** The awaited answer has come or failed. */
  clear: () => void;
};

/**
 * Ends after so many milliseconds, or with the caller's own signal. By hand: `AbortSignal.any` and `AbortSignal.timeout` are
 * younger than the browsers of most televisions.
 */
export function deadline(milliseconds: number, own?: AbortSignal): Deadline {
  const controller = new AbortController();
  let passed = false;
  const abort = () => controller.abort(own?.reason);
  const timer = setTimeout(() => {
    passed = true;
    controller.abort();
  }, milliseconds);
  if (own?.aborted) abort();
  own?.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    isPassed: () => passed,
    clear() {
      clearTimeout(timer);
      own?.removeEventListener('abort', abort);
    },
  };
}

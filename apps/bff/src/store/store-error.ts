import { Refusal } from '#route.ts';
import { troubleOf } from './store-trouble.ts';

/** Why the store could not be opened, in words for the administrator who reads the start message. */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError';
}

/**
 * Runs one use of the store; any error of it becomes the refusal `store-unavailable`, refusals pass through.
 * `consequence`: known to the caller alone, for example that nothing was sent.
 */
export async function storeCall<T>(use: () => Promise<T>, consequence = ''): Promise<T> {
  try {
    return await use();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const trouble = troubleOf(error);
    const why = trouble === null ? '' : ` (${trouble})`;
    throw Object.assign(
      new Refusal('store-unavailable', `The journal cannot be read or written now${why}. ${consequence}`.trim()),
      { cause: error },
    );
  }
}

import { Refusal } from '#route.ts';
import { troubleOf } from './store-trouble.ts';

/** Why the store could not be opened, in words for the administrator who reads the start message. */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError';
}

/**
 * Runs one use of the store; whatever goes wrong with it becomes the refusal `store-unavailable`, refusals pass through.
 * `consequence`: what the caller knows to follow, and nobody else can: that nothing was sent.
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

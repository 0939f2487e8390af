/**
 * The store is not the one that this process has written to: taken away, emptied, or put back to an older state. The
 * message follows "the journal cannot be read or written now:".
 */
export class JournalLostError extends Error {
  override readonly name = 'JournalLostError';
}

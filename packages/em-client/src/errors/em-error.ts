/**
 * How an exchange with Enterprise Manager can fail.
 * `unreachable` no connection · `timeout` total deadline passed · `tls` certificate not trusted · `credentials` our account
 * is refused at logon · `session-lost` the logon session the call needs is gone · `refused` EM answered with an error status
 * · `unreadable` an answer that is not what EM sends · `too-large` over the byte limit · `circuit-open` not even tried.
 */
export type EmErrorKind =
  | 'unreachable'
  | 'timeout'
  | 'tls'
  | 'credentials'
  | 'session-lost'
  | 'refused'
  | 'unreadable'
  | 'too-large'
  | 'circuit-open';

export type EmErrorDetails = {
  kind: EmErrorKind;
  /** Method and path, without host, query secrets or ids of sessions: `POST /api/agents/jobs/<guid>?action=retry`. */
  call: string;
  /** What to do about it, one sentence for an administrator. */
  hint: string;
  /** HTTP status, where there was an answer. */
  status?: number;
  /** EM's own words, where it gave any. */
  emMessage?: string;
  /** For a call that changes something: whether EM may have carried it out all the same. Always false for reads. */
  mayHaveHappened: boolean;
  /** Milliseconds EM (Retry-After) or our breaker asks to wait; 1 000 to 300 000. */
  retryAfterMs?: number;
  cause?: unknown;
};

/** The only error this package throws. Its message names the host, the call and what to do. */
export class EmError extends Error {
  override readonly name = 'EmError';
  readonly kind: EmErrorKind;
  readonly call: string;
  readonly hint: string;
  readonly status: number | undefined;
  readonly emMessage: string | undefined;
  readonly mayHaveHappened: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: EmErrorDetails) {
    super(message, { cause: details.cause });
    this.kind = details.kind;
    this.call = details.call;
    this.hint = details.hint;
    this.status = details.status;
    this.emMessage = details.emMessage;
    this.mayHaveHappened = details.mayHaveHappened;
    this.retryAfterMs = details.retryAfterMs;
  }
}

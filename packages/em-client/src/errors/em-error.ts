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

/** The meaning of a kind of failure, for callers that decide what to do next. */
type Meaning = {
  /** The answer: nothing, nothing because the call was not made, an error status, or an answer that is of no use. */
  came: 'nothing' | 'not-called' | 'refusal' | 'useless';
  /** Whether other calls would fare the same; a time-out may be of one resource. */
  isOutage: boolean;
  /** Whether the server counts as down when it happens several times in a row. A refusal shows it by its status. */
  isDown: boolean;
  /** Whether waiting does not heal it: somebody has to change an account or a certificate. A refusal shows it by its status. */
  needsSomebody: boolean;
};

/** A new kind does not compile until each of these questions has its answer. */
const meanings: Readonly<Record<EmErrorKind, Meaning>> = {
  unreachable: { came: 'nothing', isOutage: true, isDown: true, needsSomebody: false },
  timeout: { came: 'nothing', isOutage: false, isDown: true, needsSomebody: false },
  tls: { came: 'not-called', isOutage: true, isDown: true, needsSomebody: true },
  credentials: { came: 'not-called', isOutage: true, isDown: false, needsSomebody: true },
  'session-lost': { came: 'not-called', isOutage: true, isDown: false, needsSomebody: false },
  refused: { came: 'refusal', isOutage: false, isDown: false, needsSomebody: false },
  unreadable: { came: 'useless', isOutage: false, isDown: false, needsSomebody: false },
  'too-large': { came: 'useless', isOutage: false, isDown: false, needsSomebody: false },
  'circuit-open': { came: 'not-called', isOutage: true, isDown: false, needsSomebody: false },
};

/** Statuses of a server, or of what stands before it, that the next try may not meet again. */
const passing: readonly number[] = [500, 502, 504];
/** Statuses by which a server refuses a question put like this. */
const notTaken: readonly number[] = [400, 404, 405, 501];

export type EmErrorDetails = {
  kind: EmErrorKind;
  /** Name and port of the Enterprise Manager. */
  host: string;
  /** Method and path, without host, query secrets or ids of sessions: `POST /api/agents/jobs/<guid>?action=retry`. */
  call: string;
  /** The fault, as the rest of a sentence after the host and without its full stop; a function where it names the call. */
  problem: string | ((call: string) => string);
  /** The remedy, one sentence for an administrator. */
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

/** The only error this package throws. Its message names the host, the call and what to do; its predicates hold what it means. */
export class EmError extends Error {
  override readonly name = 'EmError';
  readonly host: string;
  readonly call: string;
  readonly hint: string;
  readonly status: number | undefined;
  readonly emMessage: string | undefined;
  readonly mayHaveHappened: boolean;
  readonly retryAfterMs: number | undefined;
  /** For logs. What follows from it is asked by the predicates below, so that a new kind is decided here and nowhere else. */
  private readonly kind: EmErrorKind;
  readonly #problem: EmErrorDetails['problem'];

  constructor(details: EmErrorDetails) {
    super(sentenceOf(details, details.call), { cause: details.cause });
    this.kind = details.kind;
    this.host = details.host;
    this.call = details.call;
    this.hint = details.hint;
    this.status = details.status;
    this.emMessage = details.emMessage;
    this.mayHaveHappened = details.mayHaveHappened;
    this.retryAfterMs = details.retryAfterMs;
    this.#problem = details.problem;
  }

  /** Enterprise Manager does not answer at all, rather than not to this question. */
  get isSilence(): boolean {
    return this.#came === 'nothing' || this.#came === 'not-called';
  }

  /** The call was made, and nothing came back. */
  get isUnanswered(): boolean {
    return this.#came === 'nothing';
  }

  /** The call was not made, because those before it failed. */
  get isUntried(): boolean {
    return this.kind === 'circuit-open';
  }

  /** Nobody reaches Enterprise Manager now: other calls would fare the same. */
  get isOutage(): boolean {
    return meanings[this.kind].isOutage;
  }

  /** Enterprise Manager, or what stands before it, answered with an error status. */
  get isRefusal(): boolean {
    return this.#came === 'refusal';
  }

  /** It answered that this call is wrong: nothing was done, and the same call will be answered the same. */
  get isNo(): boolean {
    const { status = 500 } = this;
    return this.isRefusal && status >= 400 && status < 500;
  }

  /**
   * It answers, in words of its own, that it does not have this resource: by 404, as an invalid id (400), or by 410. The page of
   * a proxy that does not find Enterprise Manager for a moment is no answer about the resource.
   */
  get isGone(): boolean {
    return this.isRefusal && this.emMessage !== undefined && this.#hasStatus(400, 404, 410);
  }

  /** It does not take the question put like this. */
  get isNotUnderstood(): boolean {
    return this.isRefusal && this.status === 400;
  }

  /** It does not take questions put like this, or has no such address. */
  get isNotTaken(): boolean {
    return this.isRefusal && this.#hasStatus(...notTaken);
  }

  /** It asks to come back later. */
  get asksToWait(): boolean {
    return this.isRefusal && this.status === 503;
  }

  /** It answers, but not this question: something else can be had from it. */
  get isOfThisQuestion(): boolean {
    return this.isRefusal ? this.status !== 401 && this.retryAfterMs === undefined : !this.isSilence;
  }

  /** It fails over this very question: a part of it may be had alone. */
  get isBrokenAnswer(): boolean {
    return this.isRefusal && this.status === 500;
  }

  get isTooLarge(): boolean {
    return this.kind === 'too-large';
  }

  /** The logon session that the call needs is gone. */
  get isSessionLost(): boolean {
    return this.kind === 'session-lost';
  }

  /** User name or password are refused. */
  get isWrongPassword(): boolean {
    return this.kind === 'credentials';
  }

  /** Waiting does not heal it: somebody has to change an account, a certificate or a right. */
  get needsSomebody(): boolean {
    return meanings[this.kind].needsSomebody || (this.isRefusal && this.#hasStatus(401, 403));
  }

  /** Our account may not see agent jobs. */
  get lacksAgentJobs(): boolean {
    return this.isRefusal && this.status === 403 && /AgentBackupJob|\/agents\/jobs/i.test(this.call);
  }

  /** Several of these in a row mean that the server is down. */
  get isDown(): boolean {
    return meanings[this.kind].isDown || (this.isRefusal && (this.status ?? 0) >= 500);
  }

  /** The next try may fare better. A 503 that names a time is waited for by the next call. */
  get isPassing(): boolean {
    if (this.kind === 'unreachable') return true;
    return this.isRefusal && (this.#hasStatus(...passing) || (this.asksToWait && this.retryAfterMs === undefined));
  }

  /** An administrator has to compare why a certificate is not trusted, and which one was shown. */
  get advice(): string {
    return this.kind === 'tls' ? this.message : this.hint;
  }

  /** EM's own words, to be handed on with an answer. */
  get words(): { emMessage?: string } {
    return this.emMessage === undefined ? {} : { emMessage: this.emMessage };
  }

  /** The call as people read it: what is asked for, without the long filter behind it that is written for machines. */
  get shortCall(): string {
    const [path = this.call, query = ''] = this.call.split('?');
    const shown = query.split('&').filter((part) => /^(?:type|action)=[\w-]*$/.test(part));
    return shown.length === 0 ? path : `${path}?${shown.join('&')}`;
  }

  /** The message for people, with the short call. */
  get brief(): string {
    const { host, hint, shortCall } = this;
    const problem = typeof this.#problem === 'string' ? `${this.#problem} (${shortCall})` : this.#problem;
    return sentenceOf({ host, problem, hint }, shortCall);
  }

  get #came(): Meaning['came'] {
    return meanings[this.kind].came;
  }

  #hasStatus(...statuses: number[]): boolean {
    return this.status !== undefined && statuses.includes(this.status);
  }
}

function sentenceOf({ host, problem, hint }: Pick<EmErrorDetails, 'host' | 'problem' | 'hint'>, call: string): string {
  return `${host} ${typeof problem === 'string' ? problem : problem(call)}. ${hint}`.trimEnd();
}

import { foreignHeaders, refusedAnswer, unreadableAnswer } from './errors/answer-error.ts';
import { EmError } from './errors/em-error.ts';
import type { CallSite } from './errors/network-error.ts';
import type { Guard } from './guard.ts';
import { canHold } from './resources/elements.ts';
import type { HeldSession } from './session/held-session.ts';
import { type Logon, tokenHeader } from './session/logon.ts';
import { callName, type ExchangeAnswer, type ExchangeRequest, type Transport } from './transport/exchange.ts';
import { checkedText, parseChecked, UnreadableXml, type XmlDocument } from './xml/parse.ts';
import { attribute } from './xml/tree.ts';

export type Connection = {
  host: string;
  /** The later of our clock and Enterprise Manager's own, as its answers date themselves. */
  now: () => number;
  /** Total milliseconds of one read. */
  readDeadlineMs: number;
  /** When the server last answered anything, on the monotonic clock. */
  lastAnswerAt: () => number;
  /** A GET with the held session; tried again where that can help. `only`: a logon session the answer must come from. */
  read: (path: string, only?: string) => Promise<{ answer: ExchangeAnswer; logonId: string }>;
  /**
   * A GET that finds out which part of a question cannot be answered: tried once, and no sign that the server is down.
   * `deadlineMs`: no longer than that.
   */
  probe: (path: string, deadlineMs?: number) => Promise<{ answer: ExchangeAnswer; logonId: string }>;
  /** A POST or DELETE with the held session, sent once. */
  act: (method: 'POST' | 'DELETE', path: string, only?: string) => Promise<{ answer: ExchangeAnswer; logonId: string }>;
};

export type ConnectionOptions = {
  transport: Transport;
  session: HeldSession;
  guard: Guard;
  resendAfterProvenRefusal: boolean;
  readDeadlineMs: number;
  /** The later of our clock and the server's. */
  now: () => number;
};

/** The error of a call that needs a logon session other than the one held now. */
export function sessionLost(site: CallSite): EmError {
  const hint = 'Nothing was carried out by this call; ask again.';
  return new EmError({
    kind: 'session-lost',
    host: site.host,
    call: site.call,
    problem: (call) => `has ended the logon session that ${call} needs`,
    hint,
    status: 401,
    mayHaveHappened: false,
  });
}

/** The rest of a deadline that begins now, at least a millisecond. */
function leftOf(deadlineMs: number): () => number {
  const until = performance.now() + deadlineMs;
  return () => Math.max(until - performance.now(), 1);
}

/** Calls with the held logon session: a 401 renews it once for everybody; reads go on, actions do not by themselves. */
export function createConnection(options: ConnectionOptions): Connection {
  const { transport, session, guard, readDeadlineMs } = options;
  let lastAnswerAt = Number.NEGATIVE_INFINITY;

  async function needed(site: CallSite, only: string | undefined): Promise<Logon> {
    if (only === undefined) return await session.need();
    const logon = session.current();
    if (logon?.logonId !== only) throw sessionLost(site);
    return logon;
  }

  async function send(what: ExchangeRequest, only: string | undefined, tries: number, leftMs?: () => number) {
    const site: CallSite = { host: transport.host, call: callName(what), isAction: what.method !== 'GET' };
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      const logon = await needed(site, only);
      const answer = await transport.exchange({
        ...what,
        headers: { [tokenHeader]: logon.token },
        ...(leftMs ? { deadlineMs: leftMs() } : {}),
      });
      lastAnswerAt = performance.now();
      if (answer.status !== 401) {
        session.proved(logon);
        if (answer.status >= 200 && answer.status < 300) return { answer, logonId: logon.logonId };
        throw refusedAnswer(answer, site);
      }
      session.lost(logon);
    }
    throw sessionLost(site);
  }

  return {
    host: transport.host,
    now: options.now,
    readDeadlineMs,
    lastAnswerAt: () => lastAnswerAt,
    probe: (path, deadlineMs = readDeadlineMs) =>
      guard.probe(callName({ method: 'GET', path }), () =>
        send({ method: 'GET', path }, undefined, 2, leftOf(deadlineMs)),
      ),
    read: (path, only) =>
      guard.read(callName({ method: 'GET', path }), (leftMs) => send({ method: 'GET', path }, only, 2, leftOf(leftMs))),
    act: (method, path, only) =>
      guard.act(callName({ method, path }), () =>
        send({ method, path }, only, options.resendAfterProvenRefusal && only === undefined ? 2 : 1),
      ),
  };
}

/** Others have their turn. */
function turn(): Promise<void> {
  return new Promise(setImmediate);
}

/**
 * An answer as checked XML, whatever its root. A page of a hundred jobs takes some 40 ms, in steps between which others
 * have their turn. Throws EmError `unreadable`, or `refused` for an `Error` under 200.
 */
export async function xmlOf(answer: ExchangeAnswer, site: CallSite): Promise<XmlDocument> {
  const foreign = foreignHeaders(answer.headers);
  if (foreign !== null) throw unreadableAnswer(foreign, site);
  await turn();
  const text = readable(site, () => checkedText(answer.body));
  await turn();
  const document = readable(site, () => parseChecked(text, { links: 'as-text' }));
  if (document.rootName === 'Error') {
    const status = Number(attribute(document.root, 'StatusCode')) || 500;
    throw refusedAnswer({ ...answer, status }, site);
  }
  return document;
}

/** An answer as a checked document that can hold what was asked for. Throws as `xmlOf`. */
export async function documentOf(answer: ExchangeAnswer, kind: string, site: CallSite): Promise<XmlDocument> {
  const document = await xmlOf(answer, site);
  if (!canHold(document, kind)) throw unreadableAnswer(`its root is <${document.rootName}>, not ${kind}`, site);
  await turn();
  return document;
}

/** Runs a reading of XML; what it finds unreadable becomes the EmError `unreadable` of this call. */
export function readable<T>(site: CallSite, reading: () => T): T {
  try {
    return reading();
  } catch (error) {
    if (error instanceof UnreadableXml) throw unreadableAnswer(error.message, site, error);
    throw error;
  }
}

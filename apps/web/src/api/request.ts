import { problem } from '@retry-desk/contract';
import { base } from '#lib/base.ts';
import { deadline } from '#lib/deadline.ts';
import { noteServerDate } from '#lib/server-clock.ts';
import { ApiError } from './api-error.ts';
import { isUnattended } from './attendance.ts';
import { takeFirstAnswer } from './first-answers.ts';
import { readRowLines, steps } from './row-lines.ts';

/** A part of the contract. */
export type Schema<T> = {
  safeParse: (value: unknown) => { success: true; data: T } | { success: false; error: unknown };
};
type Method = 'GET' | 'POST' | 'DELETE';
export type Sent = {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  /** How long it may take (ms), where not as long as others of its kind. */
  limit?: number;
};

const readLimit = 20_000;
const actionLimit = 45_000;

let csrfToken: string | null = null;

/** The token of the session; it goes along with every unsafe call. */
export function setCsrfToken(token: string | null): void {
  csrfToken = token;
}

/** Waits for something the network does. */
type OnTheWay = <T>(coming: Promise<T>) => Promise<T>;
type Read = (response: Response, onTheWay: OnTheWay) => Promise<string>;

export const readText: Read = (response, onTheWay) => onTheWay(response.text());

/**
 * Sends a call and reads its answer. Throws `ApiError` for what goes wrong on the way, and for nothing else: a fault of this
 * page must never be shown as one of the network.
 */
export async function exchange(
  method: Method,
  path: string,
  sent: Sent,
  read = readText,
): Promise<{ response: Response; text: string }> {
  const headers: Record<string, string> = { accept: 'application/json', ...sent.headers };
  if (sent.body !== undefined) headers['content-type'] = 'application/json';
  if (method !== 'GET' && csrfToken) headers['x-csrf-token'] = csrfToken;
  if (isUnattended()) headers['x-unattended'] = '1';
  const limit = deadline(sent.limit ?? (method === 'GET' ? readLimit : actionLimit), sent.signal);
  const onTheWay: OnTheWay = (coming) =>
    coming.catch((cause: unknown) => {
      if (sent.signal?.aborted) throw cause;
      throw new ApiError({ kind: 'network', timedOut: limit.isPassed() }, { cause });
    });
  const init: RequestInit = {
    method,
    headers,
    cache: 'no-store',
    redirect: 'error',
    signal: limit.signal,
    ...(sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }),
  };
  const first = method === 'GET' && Object.keys(sent.headers ?? {}).length === 0 ? takeFirstAnswer(path) : null;
  limit.signal.addEventListener('abort', () => first?.controller.abort());
  const sentAt = first?.sentAt ?? Date.now();
  try {
    const response = await onTheWay(first?.answer.catch(() => fetch(base + path, init)) ?? fetch(base + path, init));
    noteServerDate(response.headers.get('date'), sentAt, Date.now());
    return { response, text: response.status === 304 ? '' : await read(response, onTheWay) };
  } finally {
    limit.clear();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function refuse(response: Response, text: string): never {
  const read = problem.safeParse(parseJson(text));
  if (read.success) throw new ApiError({ kind: 'problem', status: response.status, problem: read.data });
  throw new ApiError({ kind: 'unreadable', status: response.status });
}

export function contentOf<T>(schema: Schema<T>, response: Response, text: string): T {
  const read = schema.safeParse(parseJson(text));
  if (read.success) return read.data;
  throw new ApiError({ kind: 'unreadable', status: response.status }, { cause: read.error });
}

/** Requests JSON and checks it against the contract. Throws `ApiError`, or the abort of the caller's own signal. */
export async function getJson<T>(schema: Schema<T>, path: string, signal?: AbortSignal): Promise<T> {
  const { response, text } = await exchange('GET', path, { signal });
  if (!response.ok) refuse(response, text);
  return contentOf(schema, response, text);
}

/** The same where the answer may have nothing to read: null then. */
export async function sendForMaybe<T>(method: 'POST' | 'DELETE', path: string, schema: Schema<T>): Promise<T | null> {
  const { response, text } = await exchange(method, path, {});
  if (!response.ok) refuse(response, text);
  return response.status === 204 ? null : contentOf(schema, response, text);
}

/** The headers about the age of an answer, also where the content has not changed (304). */
export type Freshness = {
  takenAt: string | null;
  emState: 'ok' | 'degraded' | 'down' | null;
  /** `x-poll-after`: in how many milliseconds the server expects something new; absent where it sends none. */
  pollAfter?: number;
};
export type Fresh<T> = { data: T; freshness: Freshness };

type Cached = { etag: string; data: unknown; rows: ReadonlyMap<string, unknown> | undefined };
const cache = new Map<string, Cached>();

/** Forgets every cached answer: the next person here must not see the last one's. */
export function forgetAnswers(): void {
  cache.clear();
}

function freshnessOf(headers: Headers): Freshness {
  const state = headers.get('x-em-state');
  const pollAfter = headers.get('x-poll-after');
  return {
    ...(pollAfter !== null && /^\d{1,9}$/.test(pollAfter) ? { pollAfter: Number(pollAfter) } : {}),
    takenAt: headers.get('x-taken-at'),
    emState: state === 'ok' || state === 'degraded' || state === 'down' ? state : null,
  };
}

/** The long list in a content: what one row is, and the content with these rows in it. */
export type LongList<T, Row> = { schema: Schema<Row>; put: (content: T, rows: Row[]) => T };

/** The rows of an answer by their texts: what the last answer had is taken over, neither parsed nor checked again. */
function rowsByText<Row>(schema: Schema<Row>, before: ReadonlyMap<string, unknown> | undefined) {
  const texts = new Map<string, Row>();
  const rows: Row[] = [];
  function add(text: string): void {
    // The cached rows came through this same schema for this same path.
    let row = before?.get(text) as Row | undefined;
    if (row === undefined) {
      const read = schema.safeParse(parseJson(text));
      if (!read.success) throw new ApiError({ kind: 'unreadable', status: 200 }, { cause: read.error });
      row = read.data;
    }
    texts.set(text, row);
    rows.push(row);
  }
  return { add, texts, rows };
}

/**
 * Sends the tag of the last answer; unchanged content comes back as the very same object. With a `list`, rows on lines
 * of their own are read in small steps, and a row whose text has not changed is the very same object too.
 */
export async function getFresh<T, Row = never>(
  schema: Schema<T>,
  path: string,
  signal?: AbortSignal,
  list?: LongList<T, Row>,
): Promise<Fresh<T>> {
  const last = cache.get(path);
  const headers: Record<string, string> = last ? { 'if-none-match': last.etag } : {};
  const found = list && rowsByText(list.schema, last?.rows);
  const { response, text } = await exchange('GET', path, { signal, headers }, (answer, onTheWay) =>
    found && answer.ok && answer.body
      ? readRowLines(answer.body, found.add, last ? steps.later : steps.first, onTheWay)
      : readText(answer, onTheWay),
  );
  const freshness = freshnessOf(response.headers);
  // The cached data came through this same schema for this same path.
  if (response.status === 304 && last) return { data: last.data as T, freshness };
  if (!response.ok) refuse(response, text);
  const content = contentOf(schema, response, text);
  const data = list && found && found.rows.length > 0 ? list.put(content, found.rows) : content;
  const etag = response.headers.get('etag');
  if (etag) cache.set(path, { etag, data, rows: found?.texts });
  else cache.delete(path);
  return { data, freshness };
}

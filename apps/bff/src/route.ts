import type { ErrorCode, Role, Task } from '@retry-desk/contract';
import type { z } from 'zod/mini';

/** The callers of a route: everybody, or any of these roles. */
export type AllowedRoles = 'public' | readonly Role[];

/** The view of a wall: the backup servers of these names, or all; with or without machines and reasons. */
export type WallView = { servers: readonly string[] | null; reasons: boolean };

/** The person, wall or script behind a request. */
export type Caller = {
  /** Names the session or token in the store; no secret. */
  sessionId: string;
  user: string;
  /** The person behind the displayed name: `person.ts`. */
  person: string;
  role: Role;
  /** `script`: came with an API token instead of a cookie. */
  via: 'browser' | 'script';
  /** Of walls only. */
  wall: WallView | null;
};

/** The person behind a caller, directly or by an API token; null for a wall, whose name was chosen with its link. */
export function personOf({ role, user }: Pick<Caller, 'role' | 'user'>): string | null {
  return role === 'wall' ? null : user;
}

/**
 * A caller with what checks an unsafe request, and the moment (ms) the session ends unless it is used. A script needs no
 * token against forged requests: no browser sends its token by itself.
 */
export type KnownCaller = { caller: Caller; csrfToken: string | null; expiresAt: number };

/** The headers that identify the caller. */
export type Credentials = {
  cookie: string | undefined;
  authorization: string | undefined;
  /** Whether the page polls by itself, with nobody there: that does not count as use of a person's session. */
  unattended: boolean;
};

export type RouteRequest<Params, Query, Body, CallerOf> = {
  params: Params;
  query: Query;
  body: Body;
  /** Null only on public routes. */
  caller: CallerOf;
  /** Header by lower-case name. */
  header: (name: string) => string | undefined;
  /** Address of the peer, or of the client behind a proxy that TRUST_PROXY names. */
  remoteAddress: string;
};

export type Answer = {
  status: number;
  headers?: Record<string, string | string[]>;
  /** JSON-serialised unless it is already bytes; absent with 204 and 304. Pieces are sent as they come. */
  body?: unknown | AsyncIterable<string | Uint8Array>;
  /** Set for bytes, text or pieces that are not JSON. */
  contentType?: string;
};

/** A JSON answer that never changes: its bytes are made here, once, and not for each request. */
export function constantAnswer(value: unknown): Answer {
  return { status: 200, contentType: 'application/json; charset=utf-8', body: Buffer.from(JSON.stringify(value)) };
}

type Schema = z.ZodMiniType;

/**
 * One row of the route table. The handler depends on no framework: it takes a checked request and answers with a value, or
 * throws a `Refusal`. `http/` mounts the rows and enforces access and CSRF before the handler runs.
 */
export type Route = {
  method: 'GET' | 'POST' | 'DELETE';
  /** `/api/agents/jobs/{id}`; strict and case-sensitive. */
  path: string;
  access: AllowedRoles;
  /** One sentence for the OpenAPI document. */
  summary: string;
  /** The value of `?action=` this row answers, where several rows share a path. */
  action?: string;
  /** Unsafe public rows that cannot have a CSRF token yet (sign-in); Origin is still checked. */
  csrf?: 'origin-only';
  /** A GET with an effect: HEAD does not reach it. */
  getOnly?: true;
  /** For signed-in people only: a script's API token does not do here. */
  browserOnly?: true;
  params?: Schema;
  query?: Schema;
  body?: Schema;
  /** Schema of the 2xx JSON answer, for the OpenAPI document, as the four that follow. */
  output?: Schema;
  /** The statuses of its answers, where that is not 200 alone. */
  answers?: readonly number[];
  /** The ways in which it refuses beside those of every row of its kind. */
  refuses?: readonly ErrorCode[];
  /** The media types that it has beside JSON, by Accept. */
  files?: readonly string[];
  /** Whether it answers 304 where If-None-Match names what is still so. */
  isConditional?: true;
  // biome-ignore lint/suspicious/noExplicitAny: rows of different schemas live in one table; `defineRoute` checks each one.
  handler: (request: RouteRequest<any, any, any, any>) => Promise<Answer> | Answer;
  /** A ready answer, for a frequent GET without a query; null leaves it to `handler`. */
  ready?: (caller: Caller, header: (name: string) => string | undefined) => Answer | null;
};

type Out<S> = S extends Schema ? z.output<S> : undefined;

/** Makes a row whose handler is typed by its own schemas and access. */
export function defineRoute<
  A extends AllowedRoles,
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
  B extends Schema | undefined = undefined,
>(
  route: Omit<Route, 'access' | 'params' | 'query' | 'body' | 'handler'> & {
    access: A;
    params?: P;
    query?: Q;
    body?: B;
    handler: (
      request: RouteRequest<Out<P>, Out<Q>, Out<B>, A extends 'public' ? Caller | null : Caller>,
    ) => Promise<Answer> | Answer;
  },
): Route {
  // The handler is narrower than the table's; http/ runs it only with what these very schemas have let through.
  return route as Route;
}

export type RefusalExtra = {
  task?: Task;
  emMessage?: string;
  /** With `veeam-will-retry`: when. */
  veeamRetriesAt?: string;
  retryAfterSeconds?: number;
  /** Instead of the status its code has elsewhere. */
  status?: number;
};

/** A refusal with one of our stable codes; `http/` makes problem+json of it. Nothing inner goes into `detail`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly extra: RefusalExtra;

  constructor(code: ErrorCode, detail?: string, extra: RefusalExtra = {}) {
    super(detail ?? code);
    this.code = code;
    this.detail = detail;
    this.extra = extra;
  }
}

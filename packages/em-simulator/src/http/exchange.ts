import type { IncomingHttpHeaders } from 'node:http';

/** A request as the routes see it. */
export type Request = {
  method: string;
  /** The path below /api, lower case, single slashes, no slash at the end: '/agents/jobs/…'. */
  path: string;
  parameters: Parameters;
  headers: IncomingHttpHeaders;
};

/** An answer before faults touch it. */
export type Answer = { status: number; headers: Record<string, string>; body: string };

/** Query parameters: names in any case. */
export class Parameters {
  readonly #values = new Map<string, string>();

  constructor(search: string) {
    for (const [name, value] of new URLSearchParams(search)) this.#values.set(name.toLowerCase(), value);
  }

  get(name: string): string | undefined {
    return this.#values.get(name.toLowerCase());
  }

  /** The parameters as a query string, with some replaced. */
  with(changes: Record<string, string>): string {
    const all = new URLSearchParams([...this.#values]);
    for (const [name, value] of Object.entries(changes)) {
      all.delete(name.toLowerCase());
      all.set(name, value);
    }
    return all.toString();
  }
}

/** Splits the URL of a request as forgivingly as Enterprise Manager does. */
export function requestOf(method: string, url: string, headers: IncomingHttpHeaders): Request {
  const mark = url.indexOf('?');
  const rawPath = mark < 0 ? url : url.slice(0, mark);
  const path = decoded(rawPath).toLowerCase().replace(/\/+/g, '/').replace(/\/$/, '');
  const search = mark < 0 ? '' : url.slice(mark + 1);
  // A plus is a plus in filters as clients write them, and a blank in forms; URLSearchParams reads a blank.
  return { method, path, parameters: new Parameters(search), headers };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

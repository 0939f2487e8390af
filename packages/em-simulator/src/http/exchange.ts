import type { IncomingHttpHeaders } from 'node:http';
import type { Flavour } from '#wire/wire.ts';

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
  readonly #values = new Map<string, { name: string; value: string }>();

  constructor(search: string) {
    for (const [name, value] of new URLSearchParams(search)) this.#values.set(name.toLowerCase(), { name, value });
  }

  get(name: string): string | undefined {
    return this.#values.get(name.toLowerCase())?.value;
  }

  /** The parameters as a query string, named as they came, with some replaced. */
  with(changes: Record<string, number>, flavour: Flavour): string {
    const all = new Map(this.#values);
    for (const [name, value] of Object.entries(changes)) {
      const key = name.toLowerCase();
      all.set(key, { name: all.get(key)?.name ?? name, value: String(value) });
    }
    return [...all.values()].map(({ name, value }) => `${name}=${escaped(value, flavour)}`).join('&');
  }
}

/** Links hold a filter percent-encoded but for the semicolon: up to v12 in small letters and blanks as plus (captured 12.3.2), from v13 on in capitals (captured 13.0.1). */
function escaped(value: string, flavour: Flavour): string {
  const strict = encodeURIComponent(value).replaceAll('%3B', ';');
  if (flavour === 'v13') return strict;
  return strict.replace(/%20|%../g, (sign) => (sign === '%20' ? '+' : sign.toLowerCase()));
}

/** Splits the URL of a request as forgivingly as Enterprise Manager does (relied on by other clients: tests/other-clients.test.ts). */
export function requestOf(method: string, asked: string, headers: IncomingHttpHeaders): Request {
  // One client percent-encodes the question mark and all that follows (tests/clients/zabbix-php.test.ts).
  const whole = decoded(asked);
  const url = !asked.includes('?') && whole.includes('?') ? whole : asked;
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

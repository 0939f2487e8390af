import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { Refusal } from '#route.ts';

/** Headers that may come once. Of two Node would take the first and drop the other; a proxy before us may take the last. */
const once = ['host', 'authorization', 'content-type'];
/** Distinguished by their lengths: this runs for each request. */
const bits = new Map(once.map((name, n) => [name.length, 1 << n]));

/** The first header that came more than once and may not; null where there is none. `rawHeaders`: names and values in turn. */
function repeatedHeader(rawHeaders: readonly string[]): string | null {
  let seen = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const raw = rawHeaders[at] ?? '';
    const bit = bits.get(raw.length);
    if (bit === undefined) continue;
    const name = raw.toLowerCase();
    if (!once.includes(name)) continue;
    if ((seen & bit) !== 0) return name;
    seen |= bit;
  }
  return null;
}

/** The fault of a request's headers as a whole, as a sentence; null where there is none. */
export function headerFault({ rawHeaders, headers, httpVersion }: IncomingMessage): string | null {
  const twice = repeatedHeader(rawHeaders);
  if (twice !== null) return `The header "${twice}" came more than once.`;
  // RFC 9112, 3.2. Node would answer by itself, without the headers of our answers.
  return headers.host === undefined && httpVersion === '1.1' ? 'The header "host" is missing.' : null;
}

/** Refuses a request without a host, with two hosts, or with two credentials. @throws Refusal `bad-request` */
export const refuseCrookedHeaders: RequestHandler = (request, _response, next) => {
  const fault = headerFault(request);
  if (fault !== null) throw new Refusal('bad-request', fault);
  next();
};

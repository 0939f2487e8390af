import type { IncomingHttpHeaders } from 'node:http';
import type { Credentials } from '#route.ts';

/** The headers of a request that identify its caller. */
export function credentialsOf(headers: IncomingHttpHeaders): Credentials {
  const { cookie, authorization, 'x-unattended': unattended } = headers;
  return { cookie, authorization, unattended: unattended === '1' };
}

import type { IncomingHttpHeaders } from 'node:http';
import type { Credentials } from '#route.ts';

/** What the headers of a request say of who asks. */
export function credentialsOf(headers: IncomingHttpHeaders): Credentials {
  const { cookie, authorization, 'x-unattended': unattended } = headers;
  return { cookie, authorization, unattended: unattended === '1' };
}

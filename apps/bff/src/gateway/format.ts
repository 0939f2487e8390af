import { typeFor } from '#negotiate.ts';

export type Format = 'json' | 'xml';

/** The format that an Accept header prefers (RFC 9110, 12.5.1); JSON where the client does not care. */
export function formatFor(accept: string | undefined): Format {
  const type = typeFor(accept, ['application/json', 'application/xml', 'text/xml']);
  return type === undefined || type === 'application/json' ? 'json' : 'xml';
}

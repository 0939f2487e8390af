import { acceptWeights } from '#accept-weights.ts';

export type Format = 'json' | 'xml';

function weightOf(type: string, weights: ReadonlyMap<string, number>): number {
  const [kind] = type.split('/');
  return weights.get(type) ?? weights.get(`${kind}/*`) ?? weights.get('*/*') ?? 0;
}

/** What the client would rather read, by the weights of its Accept (RFC 9110, 12.5.1); JSON where it does not care. */
export function formatFor(accept = '*/*'): Format {
  const weights = acceptWeights(accept);
  const xml = Math.max(weightOf('application/xml', weights), weightOf('text/xml', weights));
  return xml > weightOf('application/json', weights) ? 'xml' : 'json';
}

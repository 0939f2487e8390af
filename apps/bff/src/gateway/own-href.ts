import { apiPaths } from '@retry-desk/contract';

const here = 'https://here.invalid';
const belowApi = /\/api(?=\/|$)(.*)/i;

/**
 * An Href of Enterprise Manager as our own: an address with a host, in any spelling, becomes /em and the part after its
 * /api, or /em alone where it leads elsewhere. The names of inner hosts stay inside.
 */
export function ownHref(href: string): string {
  const url = URL.parse(href, here);
  if (url === null) return apiPaths.em;
  const rest = belowApi.exec(url.pathname)?.[1];
  if (rest !== undefined) return `${apiPaths.em}${rest}${url.search}${url.hash}`;
  return url.origin === here ? href : apiPaths.em;
}

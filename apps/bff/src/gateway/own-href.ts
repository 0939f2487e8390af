import { apiPaths } from '@retry-desk/contract';

const here = 'https://here.invalid';
const belowApi = /\/api(?=\/|$)(.*)/i;

/**
 * An Href of Enterprise Manager as our own: an address with a host, in any spelling, becomes /em and the part after its
 * /api, or /em alone where it leads elsewhere. The names of inner hosts stay inside. `base`: the path of PUBLIC_URL.
 */
export function ownHref(href: string, base: string): string {
  const em = `${base}${apiPaths.em}`;
  const url = URL.parse(href, here);
  if (url === null) return em;
  const rest = belowApi.exec(url.pathname)?.[1];
  if (rest !== undefined) return `${em}${rest}${url.search}${url.hash}`;
  return url.origin === here ? href : em;
}

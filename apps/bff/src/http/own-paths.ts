import { basePath } from '#our-address.ts';

/**
 * Takes the path of PUBLIC_URL away from what a request asks for. A proxy may pass it on, or take it away itself: a path of
 * ours never begins with it, as `loadConfig` sees to.
 */
export function ownPaths(publicUrl: URL): (url: string) => string {
  const base = basePath(publicUrl);
  if (base === '') return (url) => url;
  return (url) => {
    if (!url.startsWith(base)) return url;
    const rest = url.slice(base.length);
    if (rest === '' || rest.startsWith('?')) return `/${rest}`;
    return rest.startsWith('/') ? rest : url;
  };
}

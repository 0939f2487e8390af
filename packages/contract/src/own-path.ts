import { signIn } from './page-paths.ts';

const here = 'https://retry-desk.invalid';

/** One plain slash, then nothing a browser would read as another host, a scheme or a line break, or hide one in: no escape but of letters. */
const plainPath = /^\/(?![/\\])(?:[!-$&-[\]-~]|%[89a-f][\da-f])*$/i;

/**
 * The value where it is a path of this app, else `/`: a sign-in must never lead to somebody else's page. What stands behind `?`
 * and `#` may hold any sign: it names no host.
 */
export function ownPath(value: string | null | undefined): string {
  if (!value || !plainPath.test(value.replace(/[?#][\s\S]*$/, ''))) return '/';
  const url = parsed(value);
  if (url === null || url.origin !== here || url.pathname.startsWith('//') || url.pathname === signIn) return '/';
  return url.pathname + url.search + url.hash;
}

/** `URL.canParse` is younger than Chromium 108. */
function parsed(value: string): URL | null {
  try {
    return new URL(value, here);
  } catch {
    return null;
  }
}

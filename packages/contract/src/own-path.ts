const here = 'https://retry-desk.invalid';

/** The value where it is a path of this app, else `/`: a sign-in must never lead to somebody else's page. */
export function ownPath(value: string | null | undefined): string {
  // One plain slash, then nothing a browser would read as another host, a scheme or a line break.
  if (!value || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(value)) return '/';
  // No path of ours needs an escaped character; a slash or a line break could hide in one.
  if (/^[^?#]*%/.test(value)) return '/';
  const url = parsed(value);
  if (url === null || url.origin !== here || url.pathname.startsWith('//') || url.pathname === '/sign-in') return '/';
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

/** The path of PUBLIC_URL in front of every path of ours, `/retry`; empty where the host is ours alone. */
export function basePath(publicUrl: URL): string {
  return publicUrl.pathname.replace(/\/$/, '');
}

/** The address in people's browsers of a path of ours, which begins with a slash. */
export function ourAddress(path: string, publicUrl: URL): URL {
  return new URL(`${basePath(publicUrl)}${path}`, publicUrl);
}

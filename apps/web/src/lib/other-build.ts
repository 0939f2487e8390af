/** Whether a page is ours, and not that of a proxy, a portal or a sign-in that stands between. */
export function isOwnPage(page: string): boolean {
  return page.includes('<meta name="application-name" content="Retry Desk"');
}

/** Whether the page the server gives out now loads other scripts than the running one: another version is there. */
export function isOtherBuild(page: string, scripts: readonly string[]): boolean {
  return isOwnPage(page) && !scripts.every((script) => page.includes(`"${script}"`));
}

/** The scripts the running page was made of, as their paths. */
export function runningScripts(): string[] {
  return [...document.querySelectorAll<HTMLScriptElement>('script[src]')].map(({ src }) => new URL(src).pathname);
}

/** The scripts a page of ours is made of. */
export function scriptsOf(page: string): string[] {
  return [...page.matchAll(/<script[^>]*\ssrc="([^"]+)"/g)].map((match) => match[1] ?? '');
}

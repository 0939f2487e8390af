import { deadline } from '#lib/deadline.ts';
import { isOtherBuild, isOwnPage, runningScripts, scriptsOf } from '#lib/other-build.ts';
import { pages } from '#lib/paths.ts';

/** What the server gives out at the wall's address now. `away`: nothing a wall could be started from. */
export type PageOfServer = 'away' | 'same' | 'other';

const patience = 8_000;

async function fetchText(path: string): Promise<string | null> {
  const limit = deadline(patience);
  try {
    const answer = await fetch(path, { cache: 'no-store', signal: limit.signal });
    return answer.ok ? await answer.text() : null;
  } finally {
    limit.clear();
  }
}

/**
 * Tries by fetch what a reload would meet, with all its scripts: a wall that has left its page for the error page of a
 * browser or a proxy stays there, because nobody comes to load it again.
 */
export async function pageOfServer(): Promise<PageOfServer> {
  try {
    const page = await fetchText(pages.wall());
    if (page === null || !isOwnPage(page)) return 'away';
    if (!isOtherBuild(page, runningScripts())) return 'same';
    const scripts = await Promise.all(scriptsOf(page).map(fetchText));
    return scripts.includes(null) ? 'away' : 'other';
  } catch {
    return 'away';
  }
}

const mostSteps = 12;

/** Follows a provider's redirects as a browser would, signing in where it asks, until it leads to `backTo`. */
export async function walkThrough(address: string, person: string, backTo: string): Promise<URL> {
  const jar = new Map<string, string>();

  async function visit(url: URL, init: RequestInit = {}): Promise<Response> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { ...init, headers: { ...init.headers, cookie }, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split(/=(.*)/s) ?? [];
      jar.set(name, value);
    }
    return answer;
  }

  let here = new URL(address);
  for (let step = 0; step < mostSteps; step += 1) {
    if (here.href.startsWith(backTo)) return here;
    let answer = await visit(here);
    if (here.pathname.startsWith('/interaction/')) {
      answer = await visit(here, { method: 'POST', body: new URLSearchParams({ account: person }) });
    }
    const next = answer.headers.get('location');
    if (next === null) throw new Error(`${here.href} leads nowhere: ${answer.status} ${await answer.text()}`);
    here = new URL(next, here);
  }
  throw new Error(`${address} does not lead back to ${backTo}`);
}

import type { Setting } from './scenarios.ts';

const EVERY = Number.POSITIVE_INFINITY;
const API = /^\/+api/i;

/** One answer in six goes wrong, each in another way. */
export function flaky({ faults }: Setting): () => void {
  const proxyPage = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';
  const ends = [
    faults.add({ path: API, times: EVERY, probability: 0.06, do: { kind: 'status', status: 503 } }),
    faults.add({
      path: API,
      times: EVERY,
      probability: 0.04,
      do: { kind: 'status', status: 502, body: proxyPage, contentType: 'text/html' },
    }),
    faults.add({ path: API, times: EVERY, probability: 0.04, do: { kind: 'cut-before' } }),
    faults.add({ path: API, times: EVERY, probability: 0.03, do: { kind: 'lose-answer' } }),
  ];
  return function endAll() {
    for (const end of ends) end();
  };
}

/** Takes connections and never answers. */
export function hung({ faults }: Setting): () => void {
  return faults.add({ path: API, times: EVERY, do: { kind: 'hang' } });
}

/** Every answer takes two seconds. */
export function slow({ faults }: Setting): () => void {
  return faults.add({ path: API, times: EVERY, do: { kind: 'delay', ms: 2000 } });
}

/** Lists come cut in the middle. */
export function brokenXml({ faults }: Setting): () => void {
  return faults.add({
    method: 'GET',
    path: /\/(?:query|agents|backupSessions|tasks)/i,
    times: EVERY,
    do: { kind: 'body', transform: (text) => text.slice(0, Math.floor(text.length * 0.6)) },
  });
}

/** Enterprise Manager starts again with every twentieth call. */
export function restart({ faults, sessions }: Setting): () => void {
  return afterEvery(20, { faults, sessions });
}

/** The logon session vanishes with every third call. */
export function sessionThief({ faults, sessions }: Setting): () => void {
  return afterEvery(3, { faults, sessions });
}

function afterEvery(calls: number, { faults, sessions }: Pick<Setting, 'faults' | 'sessions'>): () => void {
  let count = 0;
  function steal(text: string): string {
    count += 1;
    if (count % calls === 0) sessions.closeAll();
    return text;
  }
  return faults.add({ path: /^\/+api\/+(?!sessionMngr)/i, times: EVERY, do: { kind: 'body', transform: steal } });
}

import { onThisMachine } from './desk-process.ts';

/** Somebody who is signed in without a browser. */
export type DeskClient = { call: (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<unknown> };

/** Signs a person of the simulated world in. */
export async function signInByCall(url: string, person: string): Promise<DeskClient> {
  const base = onThisMachine(url);
  const headers: Record<string, string> = { 'content-type': 'application/json', origin: url };
  async function call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(base + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}: ${text}`);
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
    if (cookies.length > 0) headers.cookie = cookies.join('; ');
    return JSON.parse(text);
  }
  const session = await call('POST', '/api/session', { username: `TECH\\${person}`, password: `${person}-demo` });
  headers['x-csrf-token'] = textIn(session, 'csrfToken');
  return { call };
}

/** The text that stands in an answer under a name. */
export function textIn(answer: unknown, name: string): string {
  const value: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined;
  if (typeof value !== 'string') throw new Error(`the answer has no text "${name}": ${JSON.stringify(answer)}`);
  return value;
}

import { randomUUID } from 'node:crypto';
import { refusedAnswer } from '../errors/answer-error.ts';
import { EmError } from '../errors/em-error.ts';
import type { Transport } from '../transport/exchange.ts';
import { parseXml } from '../xml/parse.ts';
import { text } from '../xml/tree.ts';

/** A logon session as it is held: our name for it, EM's token (a secret), and what log-off needs. */
export type Logon = { logonId: string; token: string; user: string | null; sessionPath: string | null };

export const tokenHeader = 'x-restsvcsessionid';

const call = { method: 'POST', path: '/sessionMngr/?v=latest' } as const;

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

function credentialsError(transport: Transport, username: string): EmError {
  const hint = 'Check EM_USERNAME and EM_PASSWORD; names are DOMAIN\\user, HOST\\user or user@domain.';
  return new EmError(`${transport.host} refuses the logon of ${username} (POST /api/sessionMngr/). ${hint}`, {
    kind: 'credentials',
    call: 'POST /api/sessionMngr/',
    hint,
    status: 401,
    mayHaveHappened: false,
  });
}

function bodyOf(body: Uint8Array): { user: string | null; sessionId: string | null } {
  try {
    const { root } = parseXml(body);
    return { user: text(root, 'UserName'), sessionId: text(root, 'SessionId') };
  } catch {
    return { user: null, sessionId: null }; // the token is in the header; the body only names the user
  }
}

/** Logs on once. Throws EmError: `credentials` when refused, `unreadable` where the answer holds no token. */
export async function logOn(transport: Transport, username: string, password: string): Promise<Logon> {
  const answer = await transport.exchange({ ...call, headers: { authorization: basic(username, password) } });
  if (answer.status === 401) throw credentialsError(transport, username);
  if (answer.status !== 201 && answer.status !== 200) {
    throw refusedAnswer(answer, { host: transport.host, call: 'POST /api/sessionMngr/', isAction: false });
  }
  const token = answer.headers[tokenHeader];
  if (!token) {
    const hint = 'Is EM_URL the REST service of Enterprise Manager (port 9398)?';
    throw new EmError(`${transport.host} answered the logon without X-RestSvcSessionId. ${hint}`, {
      kind: 'unreadable',
      call: 'POST /api/sessionMngr/',
      hint,
      status: answer.status,
      mayHaveHappened: false,
    });
  }
  const { user, sessionId } = bodyOf(answer.body);
  // The id of the session resource is not the token: v12 and v13 differ. Only its last path segment is taken.
  const located = answer.headers.location?.split(/[?#]/)[0]?.split('/').filter(Boolean).at(-1) ?? null;
  const id = sessionId ?? located;
  return { logonId: randomUUID(), token, user, sessionPath: id ? `/logonSessions/${encodeURIComponent(id)}` : null };
}

/** Logs off; a server that does not answer or has forgotten the session is no error. */
export async function logOff(transport: Transport, logon: Logon): Promise<void> {
  if (logon.sessionPath === null) return;
  try {
    await transport.exchange({ method: 'DELETE', path: logon.sessionPath, headers: { [tokenHeader]: logon.token } });
  } catch {
    // The session ends by itself after 15 idle minutes.
  }
}

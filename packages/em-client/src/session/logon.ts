import { randomUUID } from 'node:crypto';
import { refusedAnswer } from '../errors/answer-error.ts';
import { EmError } from '../errors/em-error.ts';
import type { ExchangeRequest, Transport } from '../transport/exchange.ts';
import { parseXml } from '../xml/parse.ts';
import { text } from '../xml/tree.ts';

/** A logon session as it is held: our name for it, EM's token (a secret), and what log-off needs. */
export type Logon = { logonId: string; token: string; user: string | null; sessionPath: string | null };

export const tokenHeader = 'x-restsvcsessionid';

const logOffDeadlineMs = 5_000;
const call = 'POST /api/sessionMngr/';

/** Name and password as the Authorization header carries them (RFC 7617); UTF-8, as other clients send it. */
export function basic(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
}

/** Names no account: the message reaches everybody at the board. */
function credentialsError(transport: Transport, why: string): EmError {
  const hint =
    'Check user name and password (our own: EM_USERNAME, EM_PASSWORD); DOMAIN\\user, HOST\\user or user@domain.';
  return new EmError({
    kind: 'credentials',
    host: transport.host,
    problem: (called) => `refuses the logon (${called}): ${why}`,
    call,
    hint,
    status: 401,
    mayHaveHappened: false,
  });
}

function noToken(transport: Transport, status: number): EmError {
  const hint = 'Is EM_URL the REST service of Enterprise Manager?';
  return new EmError({
    kind: 'unreadable',
    host: transport.host,
    problem: (called) => `answered ${called} without a usable X-RestSvcSessionId`,
    call,
    hint,
    status,
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

/**
 * Logs on once. Throws EmError: `credentials` when refused, `unreadable` where the answer holds no token. Its errors
 * never report that something may have happened: the call that needed the session has not been sent yet.
 */
export async function logOn(transport: Transport, username: string, password: string): Promise<Logon> {
  // Basic separates name and password by the first colon: such a name would arrive as another one.
  if (username.includes(':')) throw credentialsError(transport, 'a user name cannot hold a colon');
  const request: ExchangeRequest = {
    method: 'POST',
    path: '/sessionMngr/?v=latest',
    isAction: false,
    headers: { authorization: `Basic ${basic(username, password)}` },
  };
  const answer = await transport.exchange(request);
  if (answer.status === 401) throw credentialsError(transport, 'unknown user or wrong password');
  if (answer.status !== 201 && answer.status !== 200) {
    throw refusedAnswer(answer, { host: transport.host, call, isAction: false });
  }
  const token = answer.headers[tokenHeader] ?? '';
  if (!/^[\x21-\x7e]+$/.test(token)) throw noToken(transport, answer.status);
  const { user, sessionId } = bodyOf(answer.body);
  // The id of the session resource is not the token (reference 13.0, POST /sessionMngr; captured: 12.3.2 and 13.0.1 differ). Only its last path segment is taken.
  const located = answer.headers.location?.split(/[?#]/)[0]?.split('/').filter(Boolean).at(-1) ?? null;
  const id = [sessionId, located].find((candidate) => candidate && !/^\.+$/.test(candidate));
  return { logonId: randomUUID(), token, user, sessionPath: id ? `/logonSessions/${encodeURIComponent(id)}` : null };
}

/** Logs off within 5 s; a server that does not answer or has forgotten the session is no error. */
export async function logOff(transport: Transport, logon: Logon): Promise<void> {
  if (logon.sessionPath === null) return;
  try {
    await transport.exchange({
      method: 'DELETE',
      path: logon.sessionPath,
      isAction: false,
      deadlineMs: logOffDeadlineMs,
      headers: { [tokenHeader]: logon.token },
    });
  } catch {
    // The session ends by itself after 15 idle minutes.
  }
}

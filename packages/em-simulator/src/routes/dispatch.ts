import { type Answer, type Request, requestOf } from '#http/exchange.ts';
import type { Execution } from '#http/journal.ts';
import { Refusal } from '#http/refusal.ts';
import type { Sheet } from '#resources/sheet.ts';
import type { Accounts } from '#session/accounts.ts';
import type { LogonSession, LogonSessions } from '#session/logon-sessions.ts';
import { type Element, element, value } from '#wire/element.ts';
import { writeJson } from '#wire/json.ts';
import type { Wire } from '#wire/wire.ts';
import { writeXml } from '#wire/xml.ts';
import type { World } from '#world/world.ts';
import { logonEntity, serviceDescription } from './logon.ts';
import { isNotPlayed, isNotPlayedMethod } from './not-played.ts';
import type { Access, Reply, Route } from './route.ts';
import { ROUTES } from './table.ts';

/** The parts of the simulator that answers need. */
export type Stage = {
  world: World;
  sessions: LogonSessions;
  accounts: Accounts;
  wire: Wire;
  sheet: Sheet;
  executed(execution: Execution): void;
};

/** The answer and whose it was. */
export type Dispatched = { answer: Answer; account: string | undefined };

/** Answers a request to /api as Enterprise Manager would. */
export function dispatch(stage: Stage, method: string, url: string, headers: Request['headers']): Dispatched {
  const request = requestOf(method, url, headers);
  const session = stage.sessions.find(headers);
  try {
    const reply = replyTo(stage, request, session);
    return {
      answer: written(stage, request, reply),
      account: session?.account.username ?? stage.accounts.of(headers.authorization)?.username,
    };
  } catch (error) {
    const refusal =
      error instanceof Refusal ? error : new Refusal(500, error instanceof Error ? error.message : String(error));
    return { answer: written(stage, request, refused(refusal)), account: session?.account.username };
  }
}

function replyTo(stage: Stage, request: Request, session: LogonSession | undefined): Reply {
  const path = /^\/api(\/.*)?$/.exec(request.path);
  if (path === null) throw new Refusal(404, 'The requested resource was not found.');
  const below = path[1] ?? '';
  const open = openReply(stage, request, below);
  if (open !== undefined) return open;
  if (session === undefined) throw new Refusal(401, 'Session was not found or has expired. Log on again.');
  const matching = ROUTES.filter((route) => route.path.test(below));
  const route = matching.find((candidate) => candidate.method === request.method);
  if (route === undefined) throw noRoute(below, request.method, matching);
  if (!mayCall(session.account.role, route.access)) throw new Refusal(403, 'Access denied.');
  const ids = route.path.exec(below)?.slice(1) ?? [];
  const source = { world: stage.world, tasks: session.tasks, accounts: stage.accounts };
  return route.answer({ ...stage, request, ids, session, source });
}

/** Requests without a logon session. */
function openReply(stage: Stage, request: Request, below: string): Reply | undefined {
  if (below !== '' && below !== '/sessionmngr') return undefined;
  const isLogon = below === '/sessionmngr';
  if (request.method !== (isLogon ? 'POST' : 'GET')) throw new Refusal(405, `Method ${request.method} is not allowed.`);
  return isLogon ? logOn(stage, request) : { status: 200, body: serviceDescription(stage.sheet) };
}

function logOn(stage: Stage, request: Request): Reply {
  const version = request.parameters.get('v')?.toLowerCase() ?? 'latest';
  if (!/^(?:latest|v1_[0-7])$/.test(version)) throw new Refusal(400, `Version ${version} is not supported.`);
  const account = stage.accounts.of(request.headers.authorization);
  if (account === undefined) throw new Refusal(401, 'The user name or password is incorrect.');
  const session = stage.sessions.open(account, stage.wire.flavour, version);
  const headers = {
    'X-RestSvcSessionId': session.token,
    'Set-Cookie': `X-RestSvcSessionId=${session.token}; Path=/api;`,
    Location: `${stage.sheet.base}/logonSessions/${session.id}`,
  };
  return { status: 201, body: logonEntity(stage.sheet, session), headers };
}

function noRoute(below: string, method: string, matching: Route[]): Refusal {
  const isNowhere = matching.length === 0;
  if (isNowhere ? isNotPlayed(below) : isNotPlayedMethod(method, below)) return new Refusal(501, 'Not implemented.');
  if (!isNowhere) return new Refusal(405, `Method ${method} is not allowed.`);
  return new Refusal(404, 'The requested resource was not found.');
}

function mayCall(role: string, access: Access): boolean {
  if (access === 'signed-in' || role === 'Portal Administrator') return true;
  return access === 'sessions' && role === 'Portal User';
}

function refused(refusal: Refusal): Reply {
  const { message, status } = refusal;
  // The exception behind an error shows where something was looked for and not found, or broke (captured 12.3.2).
  const exception = status === 404 || status === 500 ? message : '';
  const body = element('Error', { Message: message, StatusCode: status, Status: null }, [
    value('FirstChanceExceptionMessage', exception),
    value('StackTrace', null),
  ]);
  const challenge: Record<string, string> = refusal.status === 401 ? { 'WWW-Authenticate': 'Basic Realm=RestSvc' } : {};
  return { status: refusal.status, body, headers: challenge };
}

function written(stage: Stage, request: Request, reply: Reply): Answer {
  const headers = { ...reply.headers };
  if (reply.body === undefined) return { status: reply.status, headers, body: '' };
  // Of several that are asked for, the first one.
  const wanted = /application\/(?:[\w.+-]+\+)?(json|xml)/i.exec(request.headers.accept ?? '')?.[1];
  const json = wanted?.toLowerCase() === 'json';
  headers['Content-Type'] = json ? 'application/json; charset=utf-8' : 'application/xml; charset=utf-8';
  return { status: reply.status, headers, body: writeBody(reply.body, json, stage.wire) };
}

function writeBody(body: Element, json: boolean, wire: Wire): string {
  return json ? writeJson(body, wire) : writeXml(body, wire);
}

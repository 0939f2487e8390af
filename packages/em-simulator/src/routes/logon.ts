import { Refusal } from '#http/refusal.ts';
import { logonLinks } from '#resources/logon-links.ts';
import { links, type Sheet } from '#resources/sheet.ts';
import type { LogonSession } from '#session/logon-sessions.ts';
import { type Element, element, inlineList, value } from '#wire/element.ts';
import { type Call, idOf, ok, type Reply, type Route } from './route.ts';

/** Those that 12.3.2 and 13.0.1 list (captured). */
const VERSIONS = ['v1_5', 'v1_6', 'v1_7'];

/** The answer to `GET /api/` before anybody logs on. */
export function serviceDescription(sheet: Sheet): Element {
  const versions = VERSIONS.map((version) =>
    element('SupportedVersion', { Name: version }, [
      links(sheet, [{ rel: 'Create', type: 'LogonSession', path: `/sessionMngr/?v=${version}` }]),
    ]),
  );
  return element('EnterpriseManager', { Href: null, Type: null }, [
    links(sheet, [
      { rel: 'Down', type: 'LogonSessionList', path: '/logonSessions' },
      { rel: 'Create', type: 'LogonSession', path: '/sessionMngr/?v=latest' },
    ]),
    element('SupportedVersions', {}, [inlineList('SupportedVersions', versions)]),
  ]);
}

/** The body that a logon answers. */
export function logonEntity(sheet: Sheet, session: LogonSession): Element {
  const path = `/logonSessions/${session.id}`;
  return element('LogonSession', { Type: 'LogonSession', Href: sheet.base + path }, [
    links(sheet, logonLinks(path, session.version)),
    value('UserName', session.account.username),
    value('SessionId', session.id),
  ]);
}

function listLogons(call: Call): Reply {
  return ok(
    element('LogonSessions', {}, [
      inlineList(
        'LogonSessions',
        call.sessions.all().map((session) => logonEntity(call.sheet, session)),
      ),
    ]),
  );
}

/** Real servers answer 500, not 404, for an unknown logon session. */
function logonOf(call: Call): LogonSession {
  const session = call.sessions.all().find((candidate) => candidate.id === idOf(call));
  if (session === undefined) throw new Refusal(500, `Logon session ${idOf(call)} is unknown.`);
  return session;
}

function oneLogon(call: Call): Reply {
  return ok(logonEntity(call.sheet, logonOf(call)));
}

function logOff(call: Call): Reply {
  call.sessions.close(logonOf(call));
  return { status: 204 };
}

export const logonRoutes: Route[] = [
  { method: 'GET', path: /^\/logonsessions$/, access: 'signed-in', answer: listLogons },
  { method: 'GET', path: /^\/logonsessions\/([^/]+)$/, access: 'signed-in', answer: oneLogon },
  { method: 'DELETE', path: /^\/logonsessions\/([^/]+)$/, access: 'signed-in', answer: logOff },
];

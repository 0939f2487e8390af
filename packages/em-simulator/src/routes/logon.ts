import { Refusal } from '#http/refusal.ts';
import { type LinkWish, link, links, type Sheet } from '#resources/sheet.ts';
import type { LogonSession } from '#session/logon-sessions.ts';
import { type Element, element, inlineList, list, value } from '#wire/element.ts';
import { type Call, idOf, ok, type Reply, type Route } from './route.ts';

const VERSIONS = ['v1_3', 'v1_4', 'v1_5', 'v1_6', 'v1_7'];
const PLACES = [
  'backupServers',
  'managedServers',
  'repositories',
  'jobs',
  'backups',
  'restorePoints',
  'replicas',
  'catalog/vms',
  'backupSessions',
  'backupTaskSessions',
  'restoreSessions',
  'replicaSessions',
  'cloud',
  'cloud/tenants',
  'agents/jobs',
  'agents/backupSessions',
  'agents/protectionGroups',
  'agents/discoveredComputers',
  'security/accounts',
  'security/roles',
  'lookupSvc',
  'hierarchyRoots',
  'reports/summary/overview',
  'reports/summary/job_statistics',
  'reports/summary/vms_overview',
  'nas/jobs',
  'failoverPlans',
  'querySvc',
  'tasks',
  'credentials',
  'wanAccelerators',
  'quotas',
  'vmRestorePoints',
  'vCloud',
  'logonSessions',
];

/** What `GET /api/` answers before anybody logs on. */
export function serviceDescription(sheet: Sheet): Element {
  const versions = VERSIONS.map((version) =>
    element('SupportedVersion', { Name: version }, [
      links(sheet, [{ rel: 'Create', type: 'LogonSession', path: `/sessionMngr/?v=${version}` }]),
    ]),
  );
  return element('EnterpriseManager', {}, [
    list('Links', [link(sheet, { rel: 'Create', type: 'LogonSession', path: '/sessionMngr/?v=latest' })]),
    list('SupportedVersions', versions),
  ]);
}

/** The body that a logon answers. */
export function logonEntity(sheet: Sheet, session: LogonSession): Element {
  const path = `/logonSessions/${session.id}`;
  const wishes: LinkWish[] = [{ rel: 'Delete', type: 'LogonSession', path }];
  for (const place of PLACES) {
    const type = place.replace(/^.*\//, '').replace(/^[a-z]/, (letter) => letter.toUpperCase());
    wishes.push(
      { rel: 'Down', type: `${type}ReferenceList`, path: `/${place}` },
      { rel: 'Down', type: `${type}List`, path: `/${place}?format=Entity` },
    );
  }
  return element('LogonSession', { Type: 'LogonSession', Href: sheet.base + path }, [
    links(sheet, wishes),
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

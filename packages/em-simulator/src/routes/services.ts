import { type LinkWish, links } from '#resources/sheet.ts';
import { element } from '#wire/element.ts';
import { type Call, ok, type Reply, type Route } from './route.ts';

/** The collections of agents, as linked by /agents (reference 13.1, GET /agents), with the types of that page. */
const OF_AGENTS = [
  ['Job', 'jobs'],
  ['AgentRestorePoint', 'agentRestorePoints'],
  ['Backup', 'backups'],
  ['RestorePoint', 'restorePoints'],
  ['RestorePoint', 'backupFiles'],
  ['BackupJobSession', 'backupSessions'],
  ['AgentProtectionGroup', 'protectionGroups'],
  ['DiscoveredComputer', 'discoveredComputers'],
] as const;

type Parts = readonly (readonly [type: string, name: string])[];

/** Links to the parts of a service: all as references, then all as entities. */
function partsOf(place: string, parts: Parts): LinkWish[] {
  return [
    ...parts.map(([type, name]) => ({ rel: 'Down', type: `${type}ReferenceList`, path: `${place}/${name}` })),
    ...parts.map(([type, name]) => ({ rel: 'Down', type: `${type}List`, path: `${place}/${name}?format=Entity` })),
  ];
}

function agents({ sheet }: Call): Reply {
  const attributes = { Type: 'AgentsService', Href: `${sheet.base}/agents` };
  return ok(element('Agents', attributes, [links(sheet, partsOf('/agents', OF_AGENTS))]));
}

/** Links as in the reference's example (13.1, GET /security). */
function security({ sheet }: Call): Reply {
  const wishes = [
    { rel: 'Down', type: 'EnterpriseAccountReferenceList', path: '/security/accounts' },
    { rel: 'Down', type: 'EnterpriseRoleReferenceList', path: '/security/roles' },
    { rel: 'Create', path: '/security/accounts' },
    { rel: 'Start', path: '/security/accounts?action=rebuildScope' },
  ];
  return ok(element('EnterpriseSecuritySettings', { Href: `${sheet.base}/security` }, [links(sheet, wishes)]));
}

export const serviceRoutes: Route[] = [
  { method: 'GET', path: /^\/agents$/, access: 'administrator', answer: agents },
  { method: 'GET', path: /^\/security$/, access: 'administrator', answer: security },
];

import type { Listed, Role } from '#session/accounts.ts';
import { value } from '#wire/element.ts';
import { guidOf } from '#world/guid.ts';
import type { Kind } from './kind.ts';

export const ACCOUNT: Kind<Listed> = {
  type: 'EnterpriseAccount',
  plural: 'EnterpriseAccounts',
  place: '/security/accounts',
  id: ({ id }) => id,
  title: ({ name }) => name,
  above: () => [],
  below: ({ id }) => [{ rel: 'Down', type: 'EnterpriseRoleReferenceList', path: `/security/accounts/${id}/roles` }],
  members: ({ name, type }) => [value('AccountType', type), value('AccountName', name)],
};

export const ROLE: Kind<Role> = {
  type: 'EnterpriseRole',
  plural: 'EnterpriseRoles',
  place: '/security/roles',
  id: (role) => guidOf(`role/${role}`),
  title: (role) => role,
  above: () => [],
  below: () => [],
  members: (role) => [value('Description', DESCRIPTIONS[role])],
};

const DESCRIPTIONS: Record<Role, string> = {
  'Portal Administrator': 'Everything.',
  'Portal User': 'Machines and files within a scope.',
  'Restore Operators': 'Restores within a scope.',
};

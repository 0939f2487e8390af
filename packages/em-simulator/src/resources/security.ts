import type { Listed, Role } from '#session/accounts.ts';
import { type Element, element, inlineList, value } from '#wire/element.ts';
import { guidOf } from '#world/guid.ts';
import type { Kind } from './kind.ts';
import { links, type Sheet } from './sheet.ts';

/** Links and members as in the reference's example (13.1, GET /security/accounts/{ID}); in lists the schema has a name of its own for the element. */
export const ACCOUNT: Kind<Listed> = {
  type: 'EnterpriseAccount',
  element: ({ securityNames }) => (securityNames === 'schema' ? 'EnterpriseAccountEntity' : 'EnterpriseAccount'),
  plural: 'EnterpriseAccounts',
  place: '/security/accounts',
  hasNamelessForms: true,
  id: ({ id }) => id,
  title: ({ name }) => name,
  above: () => [],
  below({ id }, form) {
    const path = `/security/accounts/${id}`;
    if (form === 'reference') return [];
    return [
      { rel: 'Down', type: 'EnterpriseAccountInRoleList', path: `${path}/roles` },
      { rel: 'Create', type: 'EnterpriseAccountInRole', path: `${path}/roles` },
      { rel: 'Down', type: 'EnterpriseAccountHierarchyScopeList', path: `${path}/scopes` },
      { rel: 'Create', type: 'EnterpriseAccountHierarchyScope', path: `${path}/scopes` },
      { rel: 'Delete', path },
      { rel: 'ToggleRestoreScopesEnabled', path },
    ];
  },
  members: ({ type, role }) => [
    value('AccountType', type),
    value('AllowRestoreAllVms', role === 'Portal Administrator'),
    element('FlrSettings', {}, [value('FlrInplaceOnly', false), value('FlrExtentionRestrictions', '')]),
    element('SqlSettings', {}, [value('DenyInPlaceRestore', false)]),
  ],
};

export const ROLE: Kind<Role> = {
  type: 'EnterpriseRole',
  element: ({ securityNames }) => (securityNames === 'schema' ? 'EnterpriseRoleEntity' : 'EnterpriseRole'),
  plural: 'EnterpriseRoles',
  place: '/security/roles',
  hasNamelessForms: true,
  id: (role) => guidOf(`role/${role}`),
  title: (role) => role,
  above: () => [],
  below: () => [],
  members: (role) => [value('Description', DESCRIPTIONS[role])],
};

/** The roles of one account: its own kind of list, with a name and nothing but a way to take it away. */
export function rolesOfAccount(sheet: Sheet, { id, role }: Listed): Element {
  const path = `/security/accounts/${id}/roles/${guidOf(`role/${role}`)}`;
  const taken = element('EnterpriseAccountInRole', { Href: sheet.base + path }, [
    links(sheet, [{ rel: 'Delete', path }]),
    value('RoleName', role),
  ]);
  return element('EnterpriseAccountInRoleList', {}, [inlineList('EnterpriseAccountInRoles', [taken])]);
}

const DESCRIPTIONS: Record<Role, string> = {
  'Portal Administrator': 'Everything.',
  'Portal User': 'Machines and files within a scope.',
  'Restore Operators': 'Restores within a scope.',
};

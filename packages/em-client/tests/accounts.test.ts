import { expect, test } from 'vitest';
import { namespace, xml } from './played-server.ts';
import { connected, errorOf } from './stage.ts';

const id = 'd1b025b4-af19-4a8d-9eeb-2db43e4710f4';
const named = `Href="https://em:9398/api/security/accounts/${id}" Name="TECH\\anna" UID="urn:veeam:EnterpriseAccount:${id.toUpperCase()}"`;

test.each([
  [
    'references, as the reference page shows it',
    `<EntityReferences ${namespace}><Ref Type="EnterpriseAccountReference" ${named}><Links/></Ref></EntityReferences>`,
  ],
  [
    'references in a container',
    `<EntityReferences ${namespace}><Refs><Ref Type="EnterpriseAccountReference" ${named}/></Refs></EntityReferences>`,
  ],
  [
    'entities',
    `<EnterpriseAccounts ${namespace}><EnterpriseAccount Type="EnterpriseAccount" ${named}><Links/><AccountType>User</AccountType></EnterpriseAccount></EnterpriseAccounts>`,
  ],
  [
    'entities as the schema calls them',
    `<EnterpriseAccounts ${namespace}><EnterpriseAccountEntity Type="EnterpriseAccount" ${named}><Links/><AccountType>User</AccountType></EnterpriseAccountEntity></EnterpriseAccounts>`,
  ],
])('accounts are read from a list of %s', async (_title, body) => {
  const { em } = await connected((_request, response) => xml(response, body));
  expect(await em.accounts()).toEqual([{ id, name: 'TECH\\anna' }]);
});

test.each([
  [
    'the list of the reference page',
    `<EnterpriseAccountInRoleList ${namespace}><EnterpriseAccountInRole Href="https://em/x"><Links/><RoleName>Portal User</RoleName></EnterpriseAccountInRole><EnterpriseAccountInRole><RoleName>VM Restore Operator</RoleName></EnterpriseAccountInRole></EnterpriseAccountInRoleList>`,
  ],
  [
    'references',
    `<EntityReferences ${namespace}><Ref Name="Portal User"/><Ref Name="VM Restore Operator"/></EntityReferences>`,
  ],
  [
    'entities with a name inside',
    `<EnterpriseAccountInRoleList ${namespace}><EnterpriseRoleEntity><Name>Portal User</Name><Id>1</Id></EnterpriseRoleEntity><EnterpriseRoleEntity><Name>VM Restore Operator</Name></EnterpriseRoleEntity></EnterpriseAccountInRoleList>`,
  ],
  [
    'plain text',
    `<EnterpriseAccountInRoleList ${namespace}><Roles><Role>Portal User</Role><Role>VM Restore Operator</Role></Roles></EnterpriseAccountInRoleList>`,
  ],
])('roles are read from %s', async (_title, body) => {
  const { em, sent } = await connected((_request, response) => xml(response, body));
  expect(await em.rolesOfAccount(id)).toEqual(['Portal User', 'VM Restore Operator']);
  expect(sent(`/security/accounts/${id}/roles`)).toHaveLength(1);
});

test('an account without roles is not mistaken for an answer that cannot be read', async () => {
  const none = await connected((_request, response) => xml(response, `<EnterpriseAccountInRoleList ${namespace}/>`));
  expect(await none.em.rolesOfAccount(id)).toEqual([]);
  const other = await connected((_request, response) => xml(response, `<Task ${namespace}/>`));
  expect(await errorOf(other.em.rolesOfAccount(id))).toMatchObject({ kind: 'unreadable' });
});

test.each([
  '<EnterpriseAccountInRole><RoleTitle>Portal Administrator</RoleTitle></EnterpriseAccountInRole>',
  '<EnterpriseAccountInRole><RoleId>5</RoleId></EnterpriseAccountInRole>',
  '<EnterpriseRoleEntity/>',
  '<AgentBackupJob Name="Portal Administrator" UID="urn:veeam:AgentBackupJob:1"/>',
  '<Ref Name="Portal Administrator" Type="AgentBackupJobReference"/>',
  '<EnterpriseAccountInRole><RoleName>Portal User</RoleName></EnterpriseAccountInRole><BackupServer Name="x" Href="y"/>',
])('an element without the name of a role is not read as no role, nor as one: %s', async (element) => {
  for (const root of ['EnterpriseAccountInRoleList', 'EntityReferences']) {
    const { em } = await connected((_request, response) => xml(response, `<${root} ${namespace}>${element}</${root}>`));
    expect(await errorOf(em.rolesOfAccount(id))).toMatchObject({ kind: 'unreadable' });
  }
});

test('an account without the right to ask is refused by name', async () => {
  const { em } = await connected((_request, response) =>
    xml(response, `<Error ${namespace} Message="Access is denied" StatusCode="403"/>`, 403),
  );
  expect(await errorOf(em.accounts())).toMatchObject({ kind: 'refused', status: 403 });
});

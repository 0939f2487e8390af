import type { Account } from '../records.ts';
import { UnreadableXml, type XmlDocument } from '../xml/parse.ts';
import { attribute, childNames, children, text, type XmlNode } from '../xml/tree.ts';
import { elementsOrReferences, isThing, type ListedElement } from './elements.ts';
import { neededId } from './links.ts';

/**
 * The accounts of a list. The reference shows it as references (`EntityReferences/Ref`), Veeam's schema calls the items
 * `EnterpriseAccountEntity`: each has the account's name and id as attributes.
 */
export function accountElements(document: XmlDocument): ListedElement[] {
  return elementsOrReferences(document, ['EnterpriseAccount', 'EnterpriseAccountEntity']);
}

/** `EnterpriseAccount`, named or in whole, as a record. Throws UnreadableRecord where it has no id. */
export function accountOf(node: XmlNode): Account {
  const id = neededId(node, 'EnterpriseAccount');
  return { id, name: attribute(node, 'Name') ?? text(node, 'AccountName') ?? id };
}

/** Elements that hold others, and may hold none. */
const isContainer = /(?:s|List|QueryResult)$/;

/** The name of a role; null for an element without one. */
function roleNameOf(name: string, role: XmlNode): string | null {
  const named = text(role, 'RoleName') ?? attribute(role, 'Name') ?? text(role, 'Name');
  // `<Role>Portal User</Role>`
  return named ?? (/^(?:Enterprise)?Role$/.test(name) ? text({ role }, 'role') : null);
}

/** Whether it can be a role by what it is called; a reference shows by its type what it leads to. */
function isRole(name: string, node: XmlNode): boolean {
  return /Role/i.test(name === 'Ref' ? (attribute(node, 'Type') ?? 'Role') : name);
}

/**
 * Names of the roles in an `EnterpriseAccountInRoleList`, whatever its elements and their containers are called. Throws
 * UnreadableXml for an element without a name and for other things: an account must not look as if it had fewer roles.
 */
export function roleNames({ root, rootName }: Pick<XmlDocument, 'root' | 'rootName'>): string[] {
  const name = roleNameOf(rootName, root);
  if (name !== null && isRole(rootName, root)) return [name];
  const inside = childNames(root)
    .filter((one) => one !== 'Links' && one !== 'PagingInfo')
    .flatMap((one) => children(root, one).map((node) => ({ one, node })))
    .filter(({ one, node }) => isRole(one, node) || isContainer.test(one) || isThing(node))
    .flatMap(({ one, node }) => roleNames({ root: node, rootName: one }));
  const isSilent = inside.length === 0 && (name !== null || !isContainer.test(rootName));
  if (isSilent) throw new UnreadableXml(`its <${rootName}> has no name of a role`);
  return inside;
}

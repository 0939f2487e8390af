import type { Account } from '../records.ts';
import { UnreadableXml, type XmlDocument } from '../xml/parse.ts';
import { attribute, child, childNames, children, text, type XmlNode } from '../xml/tree.ts';
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

/**
 * Names of the roles in an `EnterpriseAccountInRoleList`, whatever its elements and their containers are called. Throws
 * UnreadableXml for an element without a name: an account must not look as if it had fewer roles.
 */
export function roleNames({ root }: Pick<XmlDocument, 'root'>): string[] {
  return childNames(root)
    .filter((name) => name !== 'Links' && name !== 'PagingInfo')
    .flatMap((name) => children(root, name).map((role) => ({ name, role })))
    .flatMap(({ name, role }) => {
      const roleName = (child(role, 'RoleName') ? text(role, 'RoleName') : null) ?? attribute(role, 'Name');
      if (roleName !== null) return [roleName];
      if (isThing(role)) throw new UnreadableXml(`its <${name}> has no name of a role`);
      return roleNames({ root: role });
    });
}

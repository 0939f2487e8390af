import type { Account } from '../records.ts';
import type { XmlDocument } from '../xml/parse.ts';
import { attribute, child, childNames, children, text, type XmlNode } from '../xml/tree.ts';
import { neededId } from './links.ts';

/**
 * The accounts of a list. The reference shows it as references only (`EntityReferences/Ref`), so both forms are taken;
 * either has the account's name and id as attributes.
 */
export function accountElements({ root }: XmlDocument): XmlNode[] {
  const lists = [root, ...children(root, 'Refs')];
  return lists.flatMap((list) => [...children(list, 'Ref'), ...children(list, 'EnterpriseAccount')]);
}

/** `EnterpriseAccount`, named or in whole, as a record. Throws UnreadableRecord where it has no id. */
export function accountOf(node: XmlNode): Account {
  const id = neededId(node, 'EnterpriseAccount');
  return { id, name: attribute(node, 'Name') ?? text(node, 'AccountName') ?? id };
}

/** Names of the roles in an `EnterpriseAccountInRoleList`, whatever its elements are called. */
export function roleNames({ root }: XmlDocument): string[] {
  return childNames(root)
    .filter((name) => name !== 'Links' && name !== 'PagingInfo')
    .flatMap((name) => children(root, name))
    .map((role) => (child(role, 'RoleName') ? text(role, 'RoleName') : null) ?? attribute(role, 'Name'))
    .filter((name) => name !== null);
}

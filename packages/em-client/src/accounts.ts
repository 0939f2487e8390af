import { checkedGuid } from './addresses.ts';
import { type Connection, readable, xmlOf } from './connection.ts';
import type { EnterpriseManager } from './enterprise-manager.ts';
import { unreadableAnswer } from './errors/answer-error.ts';
import { readList } from './lists.ts';
import { accountElements, accountOf, roleNames } from './resources/account.ts';
import { callName } from './transport/exchange.ts';

type Accounts = Pick<EnterpriseManager, 'accounts' | 'rolesOfAccount'>;

/** The list names no pages; one this long is asked for in one. */
const ACCOUNTS_IN_ONE = 1_000;

/** Accounts and their roles in Enterprise Manager. */
export function accountsOf(connection: Connection): Accounts {
  return {
    accounts: async (onUnreadable) => {
      const path = '/security/accounts?format=Entity';
      const request = {
        path,
        kind: 'EnterpriseAccount',
        elementsOf: accountElements,
        toRecord: accountOf,
        pageSize: ACCOUNTS_IN_ONE,
      };
      const accounts = await readList(connection, request, onUnreadable);
      if (accounts.length > 0) return accounts;
      // Ours at least is one: a list without any is no evidence of who has lost a role.
      const site = { host: connection.host, call: callName({ method: 'GET', path }), isAction: false };
      throw unreadableAnswer('it lists no account that can be read, and ours is one', site);
    },
    rolesOfAccount: async (id) => {
      const path = `/security/accounts/${checkedGuid(id)}/roles`;
      const { answer } = await connection.read(path);
      const site = { host: connection.host, call: callName({ method: 'GET', path }), isAction: false };
      const document = await xmlOf(answer, site);
      // Another document without role names must not look like an account that has none.
      if (!/Role|EntityReferences|^Entities$|^QueryResult$/.test(document.rootName)) {
        throw unreadableAnswer(`its root is <${document.rootName}>, no list of roles`, site);
      }
      return readable(site, () => roleNames(document));
    },
  };
}

import { guidOf } from '#world/guid.ts';

/** The roles of Enterprise Manager and what they may do (reference 13.0, Security Roles). */
export type Role = 'Portal Administrator' | 'Portal User' | 'Restore Operators';
export const ROLES: readonly Role[] = ['Portal Administrator', 'Portal User', 'Restore Operators'];
export type Account = { username: string; password: string; role: Role };

/** An entry of `/security/accounts`: an account by its own name, or a group that gives its members the role. */
export type Listed = { id: string; name: string; type: 'User' | 'Group'; role: Role };

const ADMINISTRATORS = 'TECH\\Backup Admins';

/** The accounts of a simulated Enterprise Manager; a role may change while somebody is logged on. */
export class Accounts {
  readonly #accounts: readonly Account[] = [
    { username: 'TECH\\svc-retrydesk', password: 'svc-demo', role: 'Portal Administrator' },
    { username: 'TECH\\anna', password: 'anna-demo', role: 'Portal Administrator' },
    { username: 'TECH\\ben', password: 'ben-demo', role: 'Portal Administrator' },
    { username: 'TECH\\henry', password: 'henry-demo', role: 'Portal User' },
    { username: 'TECH\\rita', password: 'rita-demo', role: 'Restore Operators' },
  ];

  /** Where the list shows something else than what the account may do. */
  readonly #listedAs = new Map<string, Role | null>([['TECH\\ben', null]]);

  all(): readonly Account[] {
    return this.#accounts;
  }

  /** The account of an `Authorization: Basic` header, undefined when it names none or the password is wrong. */
  of(authorization: string | undefined): Account | undefined {
    const encoded = /^basic\s+(.+)$/i.exec(authorization ?? '')?.[1];
    if (encoded === undefined) return undefined;
    const text = Buffer.from(encoded, 'base64').toString('utf8');
    const colon = text.indexOf(':');
    if (colon < 0) return undefined;
    const account = this.#named(text.slice(0, colon));
    return account?.password === text.slice(colon + 1) ? account : undefined;
  }

  /** Gives an account another role, from its next call on. Throws when there is no such account. */
  setRole(username: string, role: Role): void {
    const account = this.#named(username);
    if (account === undefined) throw new Error(`There is no account "${username}"`);
    account.role = role;
  }

  /**
   * Has the list name an account with a role of its own, or not at all (null); what the account may do stays as it is, as
   * for a member of a group. Throws when there is no such account.
   */
  list(username: string, role: Role | null): void {
    const account = this.#named(username);
    if (account === undefined) throw new Error(`There is no account "${username}"`);
    this.#listedAs.set(account.username, role);
  }

  /** The entries listed by name; ben has his role as a member of a group, as most people have. */
  listed(): Listed[] {
    const users = this.#accounts.flatMap(({ username, role: own }) => {
      const listedAs = this.#listedAs.get(username);
      const role = listedAs === undefined ? own : listedAs;
      return role === null ? [] : [{ name: username, role, type: 'User' as const }];
    });
    const group = { name: ADMINISTRATORS, role: 'Portal Administrator' as const, type: 'Group' as const };
    return [...users, group].map((entry) => ({ id: guidOf(`account/${entry.name}`), ...entry }));
  }

  /** `TECH\anna` in any case, or `anna@tech.local`. */
  #named(username: string): Account | undefined {
    const lower = username.toLowerCase();
    const principal = /^([^@\\]+)@tech(?:\.local)?$/.exec(lower)?.[1];
    const wanted = principal === undefined ? lower : `tech\\${principal}`;
    return this.#accounts.find((account) => account.username.toLowerCase() === wanted);
  }
}

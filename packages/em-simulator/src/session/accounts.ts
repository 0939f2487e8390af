/** Who may do what in Enterprise Manager. */
export type Role = 'Portal Administrator' | 'Portal User' | 'Restore Operators';
export type Account = { username: string; password: string; role: Role };

/** The accounts of every simulated Enterprise Manager. */
export const ACCOUNTS: readonly Account[] = [
  { username: 'TECH\\svc-retrydesk', password: 'svc-demo', role: 'Portal Administrator' },
  { username: 'TECH\\anna', password: 'anna-demo', role: 'Portal Administrator' },
  { username: 'TECH\\ben', password: 'ben-demo', role: 'Portal Administrator' },
  { username: 'TECH\\henry', password: 'henry-demo', role: 'Portal User' },
  { username: 'TECH\\rita', password: 'rita-demo', role: 'Restore Operators' },
];

/** The account of an `Authorization: Basic` header, undefined when it names none or the password is wrong. */
export function accountOf(authorization: string | undefined): Account | undefined {
  const encoded = /^basic\s+(.+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  const account = accountNamed(text.slice(0, colon));
  return account?.password === text.slice(colon + 1) ? account : undefined;
}

/** `TECH\anna` in any case, or `anna@tech.local`. */
function accountNamed(username: string): Account | undefined {
  const lower = username.toLowerCase();
  const principal = /^([^@\\]+)@tech(?:\.local)?$/.exec(lower)?.[1];
  const wanted = principal === undefined ? lower : `tech\\${principal}`;
  return ACCOUNTS.find((account) => account.username.toLowerCase() === wanted);
}

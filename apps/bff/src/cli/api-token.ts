import { type ApiToken, type ApiTokenRequest, apiTokenRequest, longestTokenDays } from '@retry-desk/contract';
import { createApiTokens } from '#access/api-tokens.ts';
import { loadStoreSettings } from '#config/load-config.ts';
import type { Store } from '#store/open-store.ts';
import { StoreOpenError } from '#store/store-error.ts';
import { writeAuditLine } from '#store/write-audit.ts';
import { type Command, exitCodes, UsageError } from './command.ts';
import { configOption, settingsOf } from './config-option.ts';
import { openWithItsSecret } from './open-with-its-secret.ts';

/** The owner of tokens that were made on the server, in lists and in the audit. */
const owner = { user: 'retry-desk api-token', person: 'server', source: 'server', listed: null };

/** `api-token --name NAME --role viewer --days 90`, `api-token --renew NAME`: a token whose secret is printed once. */
export const apiTokenCommand: Command = {
  name: 'api-token',
  what: 'makes or renews an API token, and prints it once; with SQLite stop the server first, or do it in Settings',
  files: [],
  options: {
    ...configOption,
    name: { value: 'NAME', what: 'its name in lists and in the audit' },
    role: { value: 'ROLE', what: 'viewer or operator; viewer where absent' },
    renew: { value: 'NAME', what: 'gives the one token of this name a new secret instead; the old one ends at once' },
    days: { value: 'DAYS', what: 'how long it is valid; 90 where absent' },
  },
  async run(given) {
    const renewed = given.text('renew');
    if (renewed !== undefined && (given.text('name') ?? given.text('role')) !== undefined)
      throw new UsageError('--renew keeps name and role of the token: give --days beside it, and nothing else.');
    const request = apiTokenRequest.safeParse({
      name: renewed ?? given.text('name'),
      role: given.text('role') ?? 'viewer',
      days: Number(given.text('days') ?? 90),
    });
    if (!request.success) {
      const wrong = request.error.issues.map(({ path }) => `--${path.join('.')}`);
      throw new UsageError(
        `${wrong.join(' and ')} cannot be used: give --name NAME (one line, at most 80 letters), --role viewer or operator, and --days from 1 to ${longestTokenDays}; or --renew NAME and --days.`,
      );
    }
    const store = await openWithItsSecret(loadStoreSettings(settingsOf(given))).catch((error: unknown) => {
      if (!(error instanceof StoreOpenError) || !error.message.includes('in use')) throw error;
      throw new StoreOpenError(`${error.message} A running server makes and renews API tokens in Settings.`, {
        cause: error,
      });
    });
    try {
      return await (renewed === undefined ? make(store, request.data) : renew(store, request.data));
    } finally {
      await store.close();
    }
  },
};

type Made = { token: ApiToken; secret: string };

async function make(store: Store, request: ApiTokenRequest): Promise<number> {
  const tokens = createApiTokens({ store, clock: store.clock, key: store.secret });
  return show(store, 'token-made', await tokens.make(request, owner), request.days);
}

async function renew(store: Store, { name, days }: ApiTokenRequest): Promise<number> {
  const tokens = createApiTokens({ store, clock: store.clock, key: store.secret });
  const [found, ...others] = (await tokens.list()).filter((token) => token.name === name);
  if (found === undefined || others.length > 0) {
    const many = found === undefined ? 'no valid API token' : `${others.length + 1} API tokens`;
    throw new UsageError(`There ${found === undefined ? 'is' : 'are'} ${many} of the name ${JSON.stringify(name)}.`);
  }
  const renewed = await tokens.renew(found.id, days, owner);
  if (renewed === null) throw new UsageError(`The API token ${JSON.stringify(name)} has just ended.`);
  return show(store, 'token-renewed', renewed, days);
}

async function show(
  store: Store,
  kind: 'token-made' | 'token-renewed',
  { token, secret }: Made,
  days: number,
): Promise<number> {
  const { user, person } = owner;
  const { name, role, expiresAt } = token;
  const detail = `${role}, ${days} days`;
  await writeAuditLine(store, store.clock.now(), { kind, user, person, subject: name, detail });
  console.log(secret);
  console.error(`It is ${JSON.stringify(name)}, ${role}, valid until ${expiresAt}, and is not shown again.`);
  return exitCodes.ok;
}

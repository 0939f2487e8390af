import { apiTokenRequest } from '@retry-desk/contract';
import { createApiTokens } from '#access/api-tokens.ts';
import { loadStoreSettings } from '#config/load-config.ts';
import { StoreOpenError } from '#store/store-error.ts';
import { writeAuditLine } from '#store/write-audit.ts';
import { type Command, exitCodes, UsageError } from './command.ts';
import { configOption, settingsOf } from './config-option.ts';
import { openWithItsSecret } from './open-with-its-secret.ts';

/** The owner of tokens that were made on the server, in lists and in the audit. */
const owner = { user: 'retry-desk api-token', person: 'server', source: 'server', listed: null };

/** `api-token --name NAME --role viewer --days 90`: a token whose secret is printed once. */
export const apiTokenCommand: Command = {
  name: 'api-token',
  what: 'makes an API token, and prints it once; with SQLite stop the server first, or make it in Settings',
  files: [],
  options: {
    ...configOption,
    name: { value: 'NAME', what: 'its name in lists and in the audit' },
    role: { value: 'ROLE', what: 'viewer or operator; viewer where absent' },
    days: { value: 'DAYS', what: 'how long it is valid; 90 where absent' },
  },
  async run(given) {
    const request = apiTokenRequest.safeParse({
      name: given.text('name'),
      role: given.text('role') ?? 'viewer',
      days: Number(given.text('days') ?? 90),
    });
    if (!request.success) {
      const wrong = request.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`);
      throw new UsageError(`${wrong.join('; ')}: give --name NAME, --role viewer or operator, and --days.`);
    }
    const { name, role, days } = request.data;
    const store = await openWithItsSecret(loadStoreSettings(settingsOf(given))).catch((error: unknown) => {
      if (!(error instanceof StoreOpenError) || !error.message.includes('in use')) throw error;
      throw new StoreOpenError(`${error.message} A running server makes API tokens in Settings.`, { cause: error });
    });
    try {
      const tokens = createApiTokens({ store, clock: store.clock, key: store.secret });
      const { token, secret } = await tokens.make({ name, role, days }, owner);
      const { user, person } = owner;
      const detail = `${role}, ${days} days`;
      await writeAuditLine(store, store.clock.now(), { kind: 'token-made', user, person, subject: name, detail });
      console.log(secret);
      console.error(`It is ${JSON.stringify(name)}, ${role}, valid until ${token.expiresAt}, and is not shown again.`);
      return exitCodes.ok;
    } finally {
      await store.close();
    }
  },
};

import { checkAccount } from './account-check.ts';
import { accountsOf } from './accounts.ts';
import { actionsOf } from './actions.ts';
import { apiUrl } from './addresses.ts';
import { createConnection } from './connection.ts';
import type { EnterpriseManager, EnterpriseManagerOptions } from './enterprise-manager.ts';
import { createGuard } from './guard.ts';
import { readsOf } from './reads.ts';
import { createHeldSession } from './session/held-session.ts';
import { tokenHeader } from './session/logon.ts';
import { createLogonTries } from './session/logon-tries.ts';
import { createConnections } from './transport/connections.ts';
import { createTransport } from './transport/exchange.ts';
import { createServerClock } from './transport/server-clock.ts';

/** Milliseconds, bytes, and the entities of a page: docs/decisions/005-page-size-and-parsing.md. */
const defaults = { readDeadlineMs: 15_000, actionDeadlineMs: 30_000, maxAnswerBytes: 16 * 1024 * 1024, pageSize: 100 };

/**
 * Opens nothing yet: the first call logs on. All methods throw EmError; a malformed id or URL is a TypeError at once.
 * Facts: the REST reference of Veeam Backup Enterprise Manager, builds 12 to 13.1.
 */
export function createEnterpriseManager(options: EnterpriseManagerOptions): EnterpriseManager {
  const settings = { ...defaults, ...options };
  const onEvent = options.onEvent ?? (() => undefined);
  const { pageSize } = settings;
  const baseUrl = apiUrl(options.url);
  const clock = createServerClock();
  const connections = createConnections(options.tls, {
    protocol: baseUrl.protocol,
    connectTimeoutMs: Math.min(10_000, settings.readDeadlineMs, settings.actionDeadlineMs),
    onCertificate: options.onCertificate,
  });
  const transport = createTransport({
    baseUrl,
    connections,
    readDeadlineMs: settings.readDeadlineMs,
    actionDeadlineMs: settings.actionDeadlineMs,
    maxAnswerBytes: settings.maxAnswerBytes,
    clock,
    onEvent,
  });
  const { username, password, logonTries = createLogonTries() } = options;
  const account = { username, password: typeof password === 'string' ? () => password : password };
  const session = createHeldSession(transport, account, logonTries, onEvent);
  const guard = createGuard(transport.host, settings.readDeadlineMs, onEvent);
  const resendAfterProvenRefusal = options.resendAfterProvenRefusal ?? false;
  const connection = createConnection({
    transport,
    session,
    guard,
    resendAfterProvenRefusal,
    readDeadlineMs: settings.readDeadlineMs,
    now: () => Math.max((options.now ?? Date.now)(), clock.now() ?? Number.NEGATIVE_INFINITY),
  });
  const heldLogonId = () => session.current()?.logonId ?? null;

  return {
    host: transport.host,
    now: connection.now,
    get logonId() {
      return heldLogonId();
    },
    serverNow: clock.now,
    ...readsOf(connection, pageSize),
    ...actionsOf(connection, heldLogonId),
    ...accountsOf(connection),
    checkAccount: (username, password) =>
      guard.act('POST /api/sessionMngr/', () => checkAccount(transport, username, password)),
    proxy: async () => {
      const logon = await session.need();
      return {
        target: baseUrl.href,
        agent: connections.agent,
        headers: { [tokenHeader]: logon.token },
        logonId: logon.logonId,
        mask: transport.mask,
      };
    },
    proxyLost: (logonId) => {
      const logon = session.current();
      if (logon?.logonId === logonId) session.lost(logon);
    },
    renewTrust: connections.renew,
    open: async () => {
      await session.need();
    },
    close: async () => {
      await session.close();
      await connections.close();
    },
  };
}

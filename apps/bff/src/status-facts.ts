import type { EnterpriseManager } from '@retry-desk/em-client';
import type { Config } from './config/load-config.ts';
import { iso } from './iso.ts';
import type { Store } from './store/open-store.ts';
import { version } from './version.ts';

type Parts = { store: Pick<Store, 'kind'>; em: Pick<EnterpriseManager, 'host'>; clock: { now(): number } };

/** The facts about the server that Settings shows and that do not change while it runs. */
export function statusFacts(config: Config, { store, em, clock }: Parts) {
  const { pollMs, retryPollMs, verdictMs, retriesPerJobHour, retriesPerPersonHour } = config;
  return {
    version,
    startedAt: iso(clock.now()),
    em: {
      host: em.host,
      account: config.em.username,
      tls: config.em.tls.kind === 'ca' ? ('ca-file' as const) : config.em.tls.kind,
    },
    store: store.kind,
    pollSeconds: pollMs / 1000,
    retryPollSeconds: retryPollMs / 1000,
    verdictSeconds: verdictMs / 1000,
    limits: { retriesPerJobHour, retriesPerPersonHour },
  };
}

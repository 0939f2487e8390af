import { connect } from 'node:net';
import { apiPaths } from '@retry-desk/contract';
import { createOidcProvider } from '#access/oidc-provider.ts';
import type { Config } from '#config/load-config.ts';
import { createLogger } from '#telemetry/logger.ts';
import { errorWords, type Finding, fault, note, ok } from './findings.ts';

/** Whether the organisation's own sign-in publishes its metadata. */
export async function checkProvider({ oidc, publicUrl }: Config): Promise<Finding[]> {
  if (oidc === undefined) return [];
  try {
    await createOidcProvider(oidc, new URL(apiPaths.oidcCallback, publicUrl), createLogger('silent')).begin();
    return [ok(`the OpenID provider ${oidc.issuer.href} publishes its metadata; client and groups were not tried`)];
  } catch (error) {
    return [fault(`OIDC_ISSUER: the OpenID provider cannot be used (${errorWords(error)})`)];
  }
}

const REACH_MS = 5_000;

/** Whether something takes connections where the channels of notices lead; a channel that is away stops no start. */
export function checkChannels({
  webhook,
  alertmanager,
  teams,
  slack,
  email,
  heartbeat,
}: Config['notify']): Promise<Finding[]> {
  const urls = { webhook: webhook?.url, Alertmanager: alertmanager, Teams: teams, Slack: slack, heartbeat };
  const places = [
    ...Object.entries(urls).flatMap(([name, url]) => (url ? [{ name, ...placeOfUrl(url) }] : [])),
    ...(email === null ? [] : [{ name: 'mail server', host: email.smtp.host, port: email.smtp.port }]),
  ];
  return Promise.all(
    places.map(async ({ name, host, port }) => {
      const why = await reach(host, port);
      const where = `the ${name} of notices, ${host}:${port},`;
      return why === null
        ? ok(`${where} takes connections; nothing was sent`)
        : note(`${where} cannot be reached (${why})`);
    }),
  );
}

function placeOfUrl({ hostname, port, protocol }: URL) {
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}

/** Null where a connection is taken, else why not. */
function reach(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: REACH_MS });
    const end = (why: string | null) => {
      socket.destroy();
      resolve(why);
    };
    socket.once('connect', () => end(null));
    socket.once('timeout', () => end(`no answer within ${REACH_MS / 1000} s`));
    socket.once('error', (error) => end(errorWords(error) || String(Reflect.get(error, 'code'))));
  });
}

import { connect } from 'node:net';
import { createOidcProvider } from '#access/oidc-provider.ts';
import type { Config } from '#config/load-config.ts';
import { isDirect } from '#outgoing/no-proxy.ts';
import type { ProxySettings } from '#outgoing/outgoing.ts';
import { createLogger } from '#telemetry/logger.ts';
import { errorWords, type Finding, fault, note, ok } from './findings.ts';

/** Whether the organisation's own sign-in publishes its metadata. */
export async function checkProvider({ oidc, proxy, publicUrl }: Config): Promise<Finding[]> {
  if (oidc === undefined) return [];
  try {
    await createOidcProvider({ ...oidc, proxy }, publicUrl, createLogger('silent')).begin();
    return [ok(`the OpenID provider ${oidc.issuer.href} publishes its metadata; client and groups were not tried`)];
  } catch (error) {
    return [fault(`OIDC_ISSUER: the OpenID provider cannot be used (${errorWords(error)})`)];
  }
}

const REACH_MS = 5_000;

/** Where a connection to a channel leads, and what there is to read about it. */
type Place = { where: string; host: string; port: number };

/**
 * Whether something takes connections where the channels of notices lead, or at the proxy on the way; a channel that is away
 * stops no start.
 */
export function checkChannels({ notify, proxy }: Pick<Config, 'notify' | 'proxy'>): Promise<Finding[]> {
  const { webhook, alertmanager, teams, slack, email, heartbeat } = notify;
  const urls = { webhook: webhook?.url, Alertmanager: alertmanager, Teams: teams, Slack: slack, heartbeat };
  const places = [
    ...Object.entries(urls).flatMap(([name, url]) => (url ? [placeOf(name, url, proxy)] : [])),
    ...(email === null ? [] : [directly('mail server', email.smtp.host, email.smtp.port)]),
  ];
  return Promise.all(
    places.map(async ({ where, host, port }) => {
      const why = await reach(host, port);
      return why === null
        ? ok(`${where} takes connections; nothing was sent`)
        : note(`${where} cannot be reached (${why})`);
    }),
  );
}

function directly(name: string, host: string, port: number): Place {
  return { where: `the ${name} of notices, ${host}:${port},`, host, port };
}

function placeOf(name: string, url: URL, proxy: ProxySettings): Place {
  const through = isDirect(url, proxy.except) ? undefined : url.protocol === 'https:' ? proxy.https : proxy.http;
  if (through === undefined) {
    const { host, port } = placeOfUrl(url);
    return directly(name, host, port);
  }
  const { host, port } = placeOfUrl(through);
  return { where: `the proxy ${host}:${port} before the ${name} of notices`, host, port };
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

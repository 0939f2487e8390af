import type { Reader } from './environment.ts';

/** The proxy of the organisation by the scheme of the address, and the addresses that it is not used for, as `NO_PROXY` has them. */
export type ProxySettings = { http: URL | undefined; https: URL | undefined; except: string };

/** Its address may hold a password: no fault repeats any of it. */
function readProxy(reader: Reader, name: 'HTTP_PROXY' | 'HTTPS_PROXY'): URL | undefined {
  const value = reader.text(name === 'HTTP_PROXY' ? 'http_proxy' : 'https_proxy') ?? reader.secret(name) ?? undefined;
  if (value === undefined) return undefined;
  const text = value.trim();
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  if (url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '' && /^\/?$/.test(url.pathname)) return url;
  reader.fault(`${name} is no address of a proxy: give http://proxy.example.local:3128, or leave it out.`);
  return undefined;
}

/** The proxy of the organisation, by the variables that other programs take it from. */
export function readProxySettings(reader: Reader): ProxySettings {
  return {
    http: readProxy(reader, 'HTTP_PROXY'),
    https: readProxy(reader, 'HTTPS_PROXY'),
    except: reader.text('no_proxy') ?? reader.text('NO_PROXY') ?? '',
  };
}

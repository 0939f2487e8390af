import { BlockList, isIP } from 'node:net';

/** This machine is never reached through a proxy. */
const here = new BlockList();
here.addSubnet('127.0.0.0', 8, 'ipv4');
here.addAddress('::1', 'ipv6');

/**
 * Whether an address is reached without the proxy: this machine, and the entries of `NO_PROXY` with commas or blanks between:
 * `*`, a domain with all below it (`example.local`, `.example.local`), with `*.` those below it alone, an address, a network
 * (`10.0.0.0/8`); each with a port where it holds for that port alone.
 */
export function isDirect(url: URL, except: string): boolean {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  if (host === 'localhost' || host.endsWith('.localhost') || isWithin(here, host)) return true;
  return except.split(/[\s,]+/).some((entry) => {
    const [, name = '', onPort] = /^(\[[^\]]*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    return (onPort === undefined || onPort === port) && matches(name.replace(/^\[(.*)\]$/, '$1'), host);
  });
}

function matches(entry: string, host: string): boolean {
  if (entry === '' || entry === '*') return entry === '*';
  const [address = '', bits] = entry.split('/');
  const family = isIP(address);
  if (family === 0) {
    const domain = entry.replace(/^\*?\./, '').replace(/\.$/, '');
    return (host === domain && !entry.startsWith('*')) || host.endsWith(`.${domain}`);
  }
  const most = family === 4 ? 32 : 128;
  const length = bits === undefined ? most : Number(bits);
  if (!Number.isInteger(length) || length < 0 || length > most) return false;
  const list = new BlockList();
  list.addSubnet(address, length, family === 4 ? 'ipv4' : 'ipv6');
  return isWithin(list, host);
}

function isWithin(list: BlockList, host: string): boolean {
  const family = isIP(host);
  return family !== 0 && list.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

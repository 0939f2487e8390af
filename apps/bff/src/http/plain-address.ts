import { isIP } from 'node:net';

/** An address as some proxies write it: with its port, IPv6 in brackets. */
const withPort = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::\d{1,5})?$/;

/**
 * A forwarded address without the port that some proxies add: each port would count as another client. Null where it is
 * no address.
 */
export function plainAddress(given: string | undefined): string | null {
  if (given === undefined || given.length > 100) return null;
  const address = given.replace(/^[ \t"]+|[ \t"]+$/g, '');
  if (isIP(address) !== 0) return address;
  const [, inBrackets, bare] = withPort.exec(address) ?? [];
  // An IPv4 address written as IPv6 cannot be taken for one whose last group is the port.
  const mapped = /^(::ffff:[\d.]+):\d{1,5}$/i.exec(address)?.[1];
  const inner = inBrackets ?? bare ?? mapped ?? '';
  return isIP(inner) === 0 ? null : inner;
}

/**
 * A list of forwarded addresses, each in its plain form, so that a proxy's own address is recognised; other values stay
 * as they are.
 */
export function plainAddresses(forwarded: string): string {
  return forwarded
    .split(',')
    .map((given) => plainAddress(given) ?? given.trim())
    .join(', ');
}

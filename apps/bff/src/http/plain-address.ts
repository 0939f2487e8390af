import { isIP } from 'node:net';

/** An address as some proxies write it: with its port, IPv6 in brackets. */
const withPort = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::\d{1,5})?$/;

/**
 * The address a proxy claims, without the port that some add: each port would count as somebody else. Null where it is no
 * address.
 */
export function plainAddress(claimed: string | undefined): string | null {
  if (claimed === undefined || claimed.length > 100) return null;
  const address = claimed.replace(/^[ \t]+|[ \t]+$/g, '');
  if (isIP(address) !== 0) return address;
  const [, inBrackets, bare] = withPort.exec(address) ?? [];
  const inner = inBrackets ?? bare ?? '';
  return isIP(inner) === 0 ? null : inner;
}

import type { Request, RequestHandler } from 'express';
import type { Logger } from '#telemetry/logger.ts';
import { plainAddresses } from './plain-address.ts';

const claims = ['x-forwarded-for', 'forwarded', 'x-real-ip'];

/** Whether Express believes what this peer forwards: the function it makes of `trust proxy`. */
function isTrusted(request: Request): boolean {
  const trust: unknown = request.app.get('trust proxy fn');
  return typeof trust === 'function' && trust(request.socket.remoteAddress, 0) === true;
}

/**
 * Reads forwarded addresses without the ports some proxies add, and warns once where a proxy is not named in
 * TRUST_PROXY: then everybody counts as one address, the limits of sign-ins lock out all, and the journal names the
 * proxy for each.
 */
export function forwardedAddresses(logger: Logger): RequestHandler {
  let warned = false;
  return (request, _response, next) => {
    const claim = claims.find((name) => request.headers[name] !== undefined);
    if (claim !== undefined && !warned && !isTrusted(request)) {
      warned = true;
      const peer = request.socket.remoteAddress;
      logger.warn(
        { event: 'http.untrusted-proxy', peer, header: claim },
        'a proxy that is not trusted forwards addresses: all its clients count as one. Set TRUST_PROXY to the address of the proxy, or to loopback where it runs on this machine; without a proxy there, the header is forged',
      );
    }
    const list = request.headers['x-forwarded-for'];
    if (typeof list === 'string') request.headers['x-forwarded-for'] = plainAddresses(list);
    next();
  };
}

import type { Request } from 'express';
import { plainAddress } from './plain-address.ts';

/** The address of a request's client; a forwarded value that is no address counts as the proxy's own. */
export function callerAddress(request: Request): string {
  return plainAddress(request.ip) ?? request.socket.remoteAddress ?? 'unknown';
}

import type { Request } from 'express';
import { plainAddress } from './plain-address.ts';

/** Where a request comes from; what a proxy names and is no address counts as the proxy's own. */
export function callerAddress(request: Request): string {
  return plainAddress(request.ip) ?? request.socket.remoteAddress ?? 'unknown';
}

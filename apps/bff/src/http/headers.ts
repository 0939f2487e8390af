import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { basePath } from '#our-address.ts';

/** Of pages: a screen on the wall may stay awake; none needs any more of the machine it is shown on. */
export const permissionsPolicy =
  'camera=(), microphone=(), geolocation=(), payment=(), usb=(), screen-wake-lock=(self)';

/** Headers of every answer: own scripts, styles, fonts and calls only; nobody may frame us. */
export function securityHeaders(publicUrl: URL): RequestHandler {
  const own = ["'self'"];
  // Below a path the host is not ours alone: whether all of it is https is for its owner to declare.
  const isOurHost = publicUrl.protocol === 'https:' && basePath(publicUrl) === '';
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'object-src': ["'none'"],
        'script-src': own,
        'style-src': own,
        'font-src': own,
        'img-src': own,
        'connect-src': own,
        'manifest-src': own,
        'base-uri': ["'none'"],
        'form-action': own,
        'frame-ancestors': ["'none'"],
      },
    },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: isOurHost ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    xFrameOptions: { action: 'deny' },
    // The default of today's browsers, or a matter of old ones only (Internet Explorer, Flash).
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
}

/** The same headers as names and values, for answers that pass no middleware. */
export function securityHeaderList(publicUrl: URL): [string, string][] {
  const headers: [string, string][] = [];
  const response = {
    setHeader: (name: string, value: string) => void headers.push([name, value]),
    removeHeader: () => undefined,
  };
  // The middleware reads nothing of a request and only sets headers.
  securityHeaders(publicUrl)({} as never, response as never, () => undefined);
  return headers;
}

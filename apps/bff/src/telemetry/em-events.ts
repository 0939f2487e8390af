import type { EmEvent } from '@retry-desk/em-client';
import type { Logger } from './logger.ts';

/** Logs the events of the client of Enterprise Manager: exchanges at `debug`, the rest for everybody. */
export function logEmEvent(logger: Logger): (event: EmEvent) => void {
  return ({ event: name, ...fields }) => {
    if (name === 'exchange') logger.debug({ event: 'em.exchange', ...fields }, 'exchange with Enterprise Manager');
    else if (name === 'breaker' && 'state' in fields && fields.state === 'open')
      logger.warn({ event: 'em.breaker', ...fields }, 'Enterprise Manager is not asked for a moment');
    else logger.info({ event: `em.${name}`, ...fields }, `Enterprise Manager: ${name}`);
  };
}

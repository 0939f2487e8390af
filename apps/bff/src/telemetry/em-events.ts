import type { EmEvent } from '@retry-desk/em-client';
import type { Logger } from './logger.ts';

/** Writes what the client of Enterprise Manager tells: exchanges for the curious, the rest for everybody. */
export function logEmEvent(logger: Logger): (event: EmEvent) => void {
  return (event) => {
    if (event.event === 'exchange') logger.debug(event, 'exchange with Enterprise Manager');
    else if (event.event === 'breaker' && event.state === 'open')
      logger.warn(event, 'Enterprise Manager is not asked for a moment');
    else logger.info(event, `Enterprise Manager: ${event.event}`);
  };
}

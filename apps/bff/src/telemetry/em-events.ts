import type { EmEvent } from '@retry-desk/em-client';
import type { Logger } from './logger.ts';
import { OutageLine } from './outage-line.ts';

/**
 * Logs the events of the client of Enterprise Manager: single requests at `debug`, also that the breaker tries again, which it
 * does every few seconds of an outage; the rest for everybody.
 */
export function logEmEvent(logger: Logger, clock: { now(): number }): (event: EmEvent) => void {
  const outage = new OutageLine(clock);
  function logBreaker(state: 'open' | 'half-open' | 'closed'): void {
    const fields = { event: 'em.breaker' as const, state };
    if (state === 'open' && outage.isDue()) logger.warn(fields, 'Enterprise Manager is not asked for a moment');
    else if (state === 'closed' && outage.end()) logger.info(fields, 'Enterprise Manager is asked again');
    else logger.debug(fields, 'Enterprise Manager is tried again');
  }
  return ({ event: name, ...fields }) => {
    if (name === 'exchange') logger.debug({ event: 'em.exchange', ...fields }, 'exchange with Enterprise Manager');
    else if (name === 'read-again') logger.debug({ event: 'em.read-again', ...fields }, 'a read was repeated');
    else if (name === 'breaker' && 'state' in fields) logBreaker(fields.state);
    else logger.info({ event: `em.${name}`, ...fields }, `Enterprise Manager: ${name}`);
  };
}

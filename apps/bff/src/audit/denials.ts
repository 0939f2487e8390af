import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { type Caller, personOf } from '#route.ts';
import type { Store } from '#store/open-store.ts';
import { writeAuditLine } from '#store/write-audit.ts';
import type { Logger } from '#telemetry/logger.ts';

/** A call of somebody known that was not admitted. */
export type Denial = { caller: Caller; address: string; call: string; code: string };

/** Lines per person or wall in a minute: more would only fill the log. */
const mostPerMinute = 30;

/** Writes down what known people were denied. Never throws: the answer goes out all the same. */
export function denialWriter(store: Store, clock: { now(): number }, logger: Logger): (denial: Denial) => void {
  const limiter = new RateLimiterMemory({ points: mostPerMinute, duration: 60 });

  async function write({ caller, address, call, code }: Denial): Promise<void> {
    const { user: name, person } = caller;
    await limiter.consume(person);
    const user = personOf(caller);
    const detail = user === null ? `${code}, the wall ${name}` : code;
    await writeAuditLine(store, clock.now(), {
      kind: 'denied',
      user,
      person: user && person,
      address,
      subject: call,
      detail,
    });
  }

  return (denial) => {
    write(denial).catch((error) => {
      // The library throws its own result where no line is left.
      if (!(error instanceof RateLimiterRes))
        logger.error({ event: 'audit.denial-not-stored', err: error }, 'a denial could not be stored');
    });
  };
}

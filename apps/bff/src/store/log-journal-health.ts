import type { StructuredLogger } from '#telemetry/logger.ts';
import { OutageLine } from '#telemetry/outage-line.ts';
import type { JournalWatch } from './journal-watch.ts';

/** Logs that the journal does not respond, again every 15 minutes while that lasts, and that it responds again. */
export function logJournalHealth(
  watch: Pick<JournalWatch, 'onChange' | 'onSilence'>,
  logger: StructuredLogger,
  clock: { now(): number },
): void {
  const outage = new OutageLine(clock);
  watch.onSilence(() => {
    if (outage.isDue())
      logger.error(
        { event: 'journal.not-responding' },
        'the journal is not responding: polling goes on, no retry is sent',
      );
  });
  watch.onChange(({ state }) => {
    if (state !== 'ok') return;
    outage.end();
    logger.info({ event: 'journal.responding' }, 'the journal is responding again');
  });
}

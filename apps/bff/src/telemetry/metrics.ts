import type { Counts, NoticeChannel } from '@retry-desk/contract';
import type { EmEvent } from '@retry-desk/em-client';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { LogHealth } from './log-output.ts';

/** The sources of the numbers, read on request. */
export type MetricSource = {
  /** Whether the last poll of Enterprise Manager, ours or another process's, was good. */
  emIsUp(): boolean;
  /** Milliseconds since 1970; null before the first good read. */
  lastGoodAt(): number | null;
  /** Numbers of the board; null while they are not known. */
  counts(): Counts;
  /** Whether Enterprise Manager has listed no new run for longer than usual. */
  isSilent(): boolean;
  openRetries(): number;
  /** Whether this process reads Enterprise Manager for all. */
  reads(): boolean;
  /** Whether the journal responds. */
  journalResponds(): boolean;
  /** Whether lines of the log arrive. */
  log(): LogHealth;
  /** The configured channels of notices, each with whether it fails. */
  channels(): ReadonlyMap<NoticeChannel, boolean>;
  /** How many notices wait, by channel; also for those that are not configured any more. @throws where the store is away */
  pendingNotices(): Promise<ReadonlyMap<NoticeChannel, number>>;
};

export type Metrics = {
  contentType: string;
  text(): Promise<string>;
  /** Counts the events of the client of Enterprise Manager. */
  onEmEvent(event: EmEvent): void;
};

const PREFIX = 'retry_desk_';

/** The numbers of one server for Prometheus; of its own registry, so that two can live in one process. */
export function createMetrics(source: () => MetricSource): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];

  function gauge(name: string, help: string, read: (from: MetricSource) => number): void {
    new Gauge({
      name: PREFIX + name,
      help,
      registers,
      collect() {
        this.set(read(source()));
      },
    });
  }
  gauge('em_up', 'Whether the last poll of Enterprise Manager was good.', (from) => Number(from.emIsUp()));
  gauge('em_last_good_timestamp_seconds', 'When Enterprise Manager was last read well; NaN before that.', (from) => {
    const at = from.lastGoodAt();
    return at === null ? Number.NaN : at / 1000;
  });
  const ofBoard = {
    failed_jobs: ['failed', 'Jobs whose newest run failed, or of unknown result; NaN while that is not known.'],
    attention_jobs: ['attention', 'Jobs that need attention and that nobody has acknowledged; NaN while unknown.'],
    overdue_jobs: ['overdue', 'Jobs that did not run when they should have; NaN while unknown.'],
    hung_jobs: ['hung', 'Jobs whose run goes on far too long; NaN while unknown.'],
    acknowledged_jobs: ['acknowledged', 'Jobs that need attention and are acknowledged; NaN while unknown.'],
  } as const;
  for (const [name, [member, help]] of Object.entries(ofBoard))
    gauge(name, help, (from) => from.counts()[member] ?? Number.NaN);
  gauge(
    'em_silent',
    'Whether Enterprise Manager has listed no new run for longer than this inventory ever goes without one.',
    (from) => Number(from.isSilent()),
  );
  gauge('open_retries', 'Retries that are not over.', (from) => from.openRetries());
  gauge('journal_up', 'Whether the journal responds.', (from) => Number(from.journalResponds()));
  gauge('reads_em', 'Whether this process reads Enterprise Manager for all.', (from) => Number(from.reads()));

  gaugeNotices(registers, source);

  gauge('log_up', 'Whether lines of the log arrive where they go.', (from) => Number(from.log().state === 'ok'));
  new Counter({
    name: `${PREFIX}log_lines_dropped_total`,
    help: 'Lines of the log that were dropped because they could not be written.',
    registers,
    collect() {
      this.reset();
      this.inc(source().log().dropped);
    },
  });

  const exchanges = new Histogram({
    name: `${PREFIX}em_exchange_seconds`,
    help: 'Exchanges with Enterprise Manager by method and how they ended.',
    labelNames: ['method', 'outcome'] as const,
    buckets: [0.05, 0.2, 1, 5, 15, 30],
    registers,
  });
  const events = new Counter({
    name: `${PREFIX}em_events_total`,
    help: 'Logons, breaker changes and the like.',
    labelNames: ['event'] as const,
    registers,
  });

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    onEmEvent(event) {
      if (event.event !== 'exchange') events.inc({ event: event.event });
      else exchanges.observe({ method: methodOf(event.call), outcome: outcomeOf(event.status) }, event.ms / 1000);
    },
  };
}

/** One sample for each channel. */
function gaugeNotices(registers: Registry[], source: () => MetricSource): void {
  const labelNames = ['channel'] as const;
  new Gauge({
    name: `${PREFIX}notices_failing`,
    help: 'Whether the channel of notices does not work.',
    ...{ labelNames, registers },
    collect() {
      for (const [channel, fails] of source().channels()) this.set({ channel }, Number(fails));
    },
  });
  new Gauge({
    name: `${PREFIX}notices_pending`,
    help: 'Notices that wait for the channel; without samples while the store cannot be read.',
    ...{ labelNames, registers },
    async collect() {
      this.reset();
      const { channels, pendingNotices } = source();
      const pending = await pendingNotices().catch(() => null);
      if (pending === null) return;
      for (const channel of new Set([...channels().keys(), ...pending.keys()]))
        this.set({ channel }, pending.get(channel) ?? 0);
    },
  });
}

/** A call reads `GET /api/query?…`. */
function methodOf(call: string): string {
  return call.split(' ', 1)[0] ?? '';
}

/** The kind of status, `2xx`; `none` where the exchange ended without one. */
function outcomeOf(status: number | null): string {
  return status === null ? 'none' : `${Math.floor(status / 100)}xx`;
}

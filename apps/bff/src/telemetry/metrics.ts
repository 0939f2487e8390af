import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AttentionKind, Counts, FinalRetryState, NoticeChannel } from '@retry-desk/contract';
import type { EmEvent } from '@retry-desk/em-client';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type CertificateName, gaugeExpiry } from './expiry-metrics.ts';
import { measureRequests } from './http-metrics.ts';
import type { LogHealth } from './log-output.ts';
import { outcomeOf } from './outcome.ts';
import { countRetries } from './retry-metrics.ts';

/** The sources of the numbers, read on request. */
export type MetricSource = {
  /** Whether the server can serve, as far as that is known without probing its journal. */
  isReady(): boolean;
  /** Whether the last poll of Enterprise Manager, ours or another process's, was good. */
  emIsUp(): boolean;
  /** Milliseconds since 1970; null before the first good read. */
  lastGoodAt(): number | null;
  /** Numbers of the board; null while they are not known. */
  counts(): Counts;
  /** Whether Enterprise Manager has listed no new run for longer than usual. */
  isSilent(): boolean;
  /** The jobs that need attention, acknowledged or not, by the reason; null while they are not known. */
  attentionKinds(): ReadonlyMap<AttentionKind, number> | null;
  /** The different causes of the failures of now; null while they are not known. */
  causes(): number | null;
  /** The newest start or end of a run that Enterprise Manager lists, milliseconds since 1970; null while it lists none. */
  newestEventAt(): number | null;
  /** The same by the name of the backup server. */
  newestEvents(): ReadonlyMap<string, number>;
  openRetries(): number;
  /** How long the oldest open retry has been open, milliseconds; 0 where none is. */
  oldestOpenRetryMs(): number;
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
  /** When the API token that ends first ends, milliseconds since 1970; null where there is none. @throws where the store is away */
  nextTokenEndsAt(): Promise<number | null>;
};

export type Metrics = {
  contentType: string;
  text(): Promise<string>;
  /** Counts the events of the client of Enterprise Manager. */
  onEmEvent(event: EmEvent): void;
  onRetryEnded(outcome: FinalRetryState): void;
  /** A sign-in by a wrong name or password, or by a person without a role. */
  onSignInRefused(): void;
  /** Measures a request of a client to the end of its answer. */
  onRequest(request: IncomingMessage, response: ServerResponse): void;
  /** Notes when a certificate ends, milliseconds since 1970. */
  onCertificate(certificate: CertificateName, endsAt: number): void;
};

const PREFIX = 'retry_desk_';
/** Gauges of prom-client with the name of a counter; each is the sum of another one's samples. */
const sums = ['handles', 'requests', 'resources'].map((what) => `nodejs_active_${what}_total`);

/** The numbers of one server for Prometheus; of its own registry, so that two can live in one process. */
export function createMetrics(source: () => MetricSource, version: string): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of sums) registry.removeSingleMetric(name);
  const registers = [registry];
  new Gauge({
    name: `${PREFIX}build_info`,
    help: 'Always 1; the label holds the version of Retry Desk.',
    labelNames: ['version'] as const,
    registers,
  }).set({ version }, 1);
  gaugeBoard(registers, source);
  gaugeNotices(registers, source);
  measureLog(registers, source);
  const signIns = new Counter({
    name: `${PREFIX}sign_ins_refused_total`,
    help: 'Sign-ins refused for their name, password or role; those over a limit are not counted.',
    registers,
  });
  const { onEmEvent } = measureEm(registers);
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    onEmEvent,
    onRetryEnded: countRetries(registers),
    onSignInRefused: () => signIns.inc(),
    onRequest: measureRequests(registers),
    onCertificate: gaugeExpiry(registers, () => source().nextTokenEndsAt()),
  };
}

/** Enterprise Manager, jobs and retries at the moment of the scrape. */
function gaugeBoard(registers: Registry[], source: () => MetricSource): void {
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
  gauge('ready', 'Whether the server can serve.', (from) => Number(from.isReady()));
  gauge('em_up', 'Whether the last poll of Enterprise Manager was good.', (from) => Number(from.emIsUp()));
  gauge('em_last_good_timestamp_seconds', 'When Enterprise Manager was last read well; NaN before that.', (from) => {
    const at = from.lastGoodAt();
    return at === null ? Number.NaN : at / 1000;
  });
  gauge(
    'em_newest_event_timestamp_seconds',
    'The newest start or end of a run that Enterprise Manager lists; NaN while it lists none.',
    (from) => (from.newestEventAt() ?? Number.NaN) / 1000,
  );
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
  gauge('causes', 'Different causes of the failures of now; NaN while unknown.', (from) => from.causes() ?? Number.NaN);
  gauge('open_retries', 'Retries that are not over.', (from) => from.openRetries());
  gauge(
    'oldest_open_retry_seconds',
    'How long the oldest open retry has been open; 0 where none is.',
    (from) => from.oldestOpenRetryMs() / 1000,
  );
  gauge('journal_up', 'Whether the journal responds.', (from) => Number(from.journalResponds()));
  gauge('reads_em', 'Whether this process reads Enterprise Manager for all.', (from) => Number(from.reads()));
  new Gauge({
    name: `${PREFIX}em_server_newest_event_timestamp_seconds`,
    help: 'The newest start or end of a run that Enterprise Manager lists, by backup server.',
    labelNames: ['backup_server'] as const,
    registers,
    collect() {
      this.reset();
      for (const [backup_server, at] of source().newestEvents()) this.set({ backup_server }, at / 1000);
    },
  });
  new Gauge({
    name: `${PREFIX}jobs_needing_attention`,
    help: 'Jobs that need attention by the reason, acknowledged or not; without samples while unknown.',
    labelNames: ['kind'] as const,
    registers,
    collect() {
      this.reset();
      for (const [kind, jobs] of source().attentionKinds() ?? []) this.set({ kind }, jobs);
    },
  });
}

/** Whether the log can be written. */
function measureLog(registers: Registry[], source: () => MetricSource): void {
  new Gauge({
    name: `${PREFIX}log_up`,
    help: 'Whether lines of the log arrive where they go.',
    registers,
    collect() {
      this.set(Number(source().log().state === 'ok'));
    },
  });
  new Counter({
    name: `${PREFIX}log_lines_dropped_total`,
    help: 'Lines of the log that were dropped because they could not be written.',
    registers,
    collect() {
      this.reset();
      this.inc(source().log().dropped);
    },
  });
}

/** Exchanges with Enterprise Manager, and events of its client. */
function measureEm(registers: Registry[]): Pick<Metrics, 'onEmEvent'> {
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

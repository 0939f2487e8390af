import type {
  EndedAcknowledgement,
  FailingChannel,
  JournalHealth,
  LastRetry,
  OpenRetry,
  Task,
} from '@retry-desk/contract';
import { iso } from '#iso.ts';
import type { MayBeOwnRun } from '#mirror/job-state.ts';
import { toEmHealth } from '#mirror/link-health.ts';
import type { Mirror, Urgency } from '#mirror/mirror.ts';
import type { StructuredLogger } from '#telemetry/logger.ts';
import type { AllRows } from './all-rows.ts';
import type { BoardView } from './counts.ts';
import { MirrorView } from './mirror-view.ts';
import { pollAfterMs } from './publish/next-poll.ts';
import { createPublisher, type Draft, type Published, type Publisher } from './publish/publisher.ts';
import { type Known, type KnownAttention, type KnownCauses, noAttention, noCauses } from './sources.ts';

/** The part of the desk that the board needs. */
export type BoardRetries = {
  /** Open retries and those that ended lately, newest first. */
  cards(): Task[];
  openRetry(jobId: string): OpenRetry | null;
  /** The newest one that is over, within the last days. */
  lastRetry(jobId: string): LastRetry | null;
  /** Within the last days. */
  mayBeOwnRun: MayBeOwnRun;
  onChange(listener: () => void): () => void;
};

/** The part of the causes that the board needs. */
type BoardCauses = KnownCauses & { onChange(listener: () => void): () => void };

/** The part of the attention that the board needs. */
type BoardAttention = KnownAttention & {
  /** Returns a function that returns the jobs of which something has changed since its last call. */
  follow(): () => ReadonlySet<string>;
  /** Acknowledgements that ended by themselves in the last hours: the first of them, and how many. */
  endedAcknowledgements(): { first: readonly EndedAcknowledgement[]; inAll: number };
  onChange(listener: () => void): () => void;
};

/** The state of the journal, for the board. */
type BoardJournal = {
  health(): JournalHealth;
  onChange(listener: () => void): () => void;
};

export type BoardDeps = {
  mirror: Mirror;
  clock: { now(): number };
  logger: StructuredLogger;
  settings: { pollMs: number; retryPollMs: number };
  retries: BoardRetries;
  /** None where absent. */
  causes?: BoardCauses | undefined;
  /** Nothing is late and nothing acknowledged where absent. */
  attention?: BoardAttention | undefined;
  /** Channels of notices that fail; none where absent. */
  notices?: { failing(): readonly FailingChannel[]; onChange(listener: () => void): () => void } | undefined;
  /** Always well where absent. */
  journal?: BoardJournal | undefined;
};

/** The jobs that are failed now, published once for all viewers. */
export type PublishedBoard = {
  /** Publishes by itself from now on. */
  start(): void;
  stop(): void;
  current(): Published;
  /** Reads Enterprise Manager now, the list of jobs included, and publishes. */
  refreshNow(): Promise<void>;
  /** The jobs and runs of Enterprise Manager; null before the first good poll. */
  known(): Known | null;
  /** The published board, of these backup servers only. */
  part(servers: readonly string[]): BoardView;
  /** The rows of all jobs by name, as of the published board. */
  rows: AllRows;
  /** Milliseconds until there can be something that this person has not seen. */
  pollAfterMs(user: string): number;
};

/** Makes a board that publishes nothing by itself yet. */
export function createBoard(deps: BoardDeps): PublishedBoard {
  return new LiveBoard(deps);
}

class LiveBoard implements PublishedBoard {
  readonly #deps: BoardDeps;
  readonly #view: MirrorView;
  readonly #publisher: Publisher;
  readonly #startedAt: number;
  #unsubscribe: (() => void)[] = [];

  constructor(deps: BoardDeps) {
    this.#deps = deps;
    const { causes = noCauses, attention } = deps;
    this.#startedAt = deps.clock.now();
    this.#view = new MirrorView(deps.mirror, (job, run) => causes.of(job, run), {
      of: (job) => (attention ?? noAttention).of(job),
      acknowledged: (job) => (attention ?? noAttention).acknowledged(job),
      takeChanged: attention?.follow() ?? (() => new Set()),
    });
    this.#publisher = createPublisher(
      () => this.#draft(),
      (error) => deps.logger.error({ event: 'board.publish-failed', err: error }, 'the board could not be published'),
    );
  }

  start(): void {
    const { mirror, retries, causes, attention, journal, notices } = this.#deps;
    const soon = () => this.#publisher.publishSoon();
    const onChange = (urgency: Urgency) => (urgency === 'soon' ? soon() : void this.#publisher.publish());
    this.#unsubscribe = [
      mirror.onChange(onChange),
      retries.onChange(soon),
      ...(causes ? [causes.onChange(soon)] : []),
      ...(attention ? [attention.onChange(soon)] : []),
      ...(journal ? [journal.onChange(soon)] : []),
      ...(notices ? [notices.onChange(soon)] : []),
    ];
  }

  stop(): void {
    for (const end of this.#unsubscribe) end();
    this.#publisher.stop();
  }

  current(): Published {
    return this.#publisher.current();
  }

  async refreshNow(): Promise<void> {
    await this.#deps.mirror.pollNow();
    await this.#publisher.publish();
  }

  known(): Known | null {
    return this.#view.known();
  }

  part(servers: readonly string[]): BoardView {
    return this.#view.part(servers);
  }

  rows = () => this.#view.rows();

  pollAfterMs(user: string): number {
    const { settings, mirror } = this.#deps;
    const { requesters } = this.current();
    return pollAfterMs({ requesters, user, pollEndsInMs: mirror.nextPollEndsInMs(), failed: mirror.failed, settings });
  }

  #draft(): Draft {
    const { retries, causes = noCauses, attention, settings, journal, mirror, notices } = this.#deps;
    const { health } = mirror;
    const ended = attention?.endedAcknowledgements();
    const failing = notices?.failing() ?? [];
    return {
      takenAt: iso(health.lastGoodAt ?? this.#startedAt),
      pollSeconds: settings.pollMs / 1000,
      em: toEmHealth(health, this.#view.events()),
      journal: journal?.health() ?? { state: 'ok', since: iso(this.#startedAt) },
      endedAcknowledgements: [...(ended?.first ?? [])],
      endedInAll: ended?.inAll ?? 0,
      ...(failing.length === 0 ? {} : { failingChannels: [...failing] }),
      ...this.#view.view({ ...retries, cards: retries.cards().map((task) => withCause(task, causes)) }),
    };
  }
}

function withCause(task: Task, causes: KnownCauses): Task {
  const cause = causes.ofLiveTask(task.taskId);
  return cause === undefined ? task : { ...task, cause };
}

import { byDate, type Guid, type Instant, isOver, misplacedHead } from '@retry-desk/em-client';
import { type RunOutcome, type RunRecord, sameRunOutcome } from './run-record.ts';

/** Runs of one job, newest first. An array of them will do. */
export type Runs = Iterable<RunRecord> & {
  readonly length: number;
  at(place: number): RunRecord | undefined;
  values(): IteratorObject<RunRecord>;
};

/** Where a run's parts stand in its bytes: 36 letters of its id, two moments, the place of its outcome. */
const CREATED_AT = 36;
const ENDED_AT = 44;
const OUTCOME = 52;
const RUN_BYTES = 56;

export const OUTCOMES_LIMIT = 1_000;

/** Outcomes of ended runs without a message of their own: each is stored once for all jobs, as long as they are few. */
export const sharedOutcomes = new Map<string, RunOutcome>();

function outcomeOf(run: RunRecord): RunOutcome {
  const { state, stateText, result, resultText, progress, failureMessage, isRetry } = run;
  const outcome = { state, stateText, result, resultText, progress, failureMessage, isRetry };
  if (failureMessage !== null || !isOver(run)) return outcome;
  const key = JSON.stringify(Object.values(outcome));
  const shared = sharedOutcomes.get(key);
  if (shared === undefined && sharedOutcomes.size < OUTCOMES_LIMIT) sharedOutcomes.set(key, outcome);
  return shared ?? outcome;
}

/** Writes a run; its outcome is added to those of its job where it is not among them. @throws TypeError for what is no GUID */
function write(bytes: Buffer, from: number, run: RunRecord, outcomes: RunOutcome[]): void {
  if (run.id.length !== CREATED_AT) throw new TypeError(`${JSON.stringify(run.id)} is no GUID`);
  let outcome = outcomes.findIndex((known) => sameRunOutcome(known, run));
  if (outcome === -1) outcome = outcomes.push(outcomeOf(run)) - 1;
  bytes.write(run.id, from, CREATED_AT, 'latin1');
  bytes.writeDoubleLE(run.createdAt, from + CREATED_AT);
  bytes.writeDoubleLE(run.endedAt ?? Number.NaN, from + ENDED_AT);
  bytes.writeUInt32LE(outcome, from + OUTCOME);
}

/** A run read from its bytes, field by field on access; it has no own properties to be compared or spread. */
class PackedRun implements RunRecord {
  readonly #bytes: Buffer;
  readonly #from: number;
  readonly #outcome: RunOutcome;

  constructor(bytes: Buffer, from: number, outcome: RunOutcome) {
    this.#bytes = bytes;
    this.#from = from;
    this.#outcome = outcome;
  }

  get id(): Guid {
    return this.#bytes.toString('latin1', this.#from, this.#from + CREATED_AT);
  }

  get createdAt(): number {
    return this.#bytes.readDoubleLE(this.#from + CREATED_AT);
  }

  get endedAt(): number | null {
    const endedAt = this.#bytes.readDoubleLE(this.#from + ENDED_AT);
    return Number.isNaN(endedAt) ? null : endedAt;
  }

  get state() {
    return this.#outcome.state;
  }

  get stateText() {
    return this.#outcome.stateText;
  }

  get result() {
    return this.#outcome.result;
  }

  get resultText() {
    return this.#outcome.resultText;
  }

  get progress() {
    return this.#outcome.progress;
  }

  get failureMessage() {
    return this.#outcome.failureMessage;
  }

  get isRetry() {
    return this.#outcome.isRetry;
  }
}

function places(count: number): number[] {
  return Array.from({ length: count }, (_, place) => place);
}

/**
 * Runs of one job, newest first, as bytes: every job has a history of them, and as objects they would take four
 * times as much. Never changed: `with` and `only` make another one.
 */
export class RunList implements Runs {
  static readonly none = new RunList(Buffer.alloc(0), []);
  readonly #bytes: Buffer;
  readonly #outcomes: readonly RunOutcome[];

  private constructor(bytes: Buffer, outcomes: readonly RunOutcome[]) {
    this.#bytes = bytes;
    this.#outcomes = outcomes;
  }

  get length(): number {
    return this.#bytes.length / RUN_BYTES;
  }

  at(place: number): RunRecord | undefined {
    const from = (place < 0 ? this.length + place : place) * RUN_BYTES;
    if (from < 0 || from >= this.#bytes.length) return undefined;
    const outcome = this.#outcomes[this.#bytes.readUInt32LE(from + OUTCOME)];
    return outcome && new PackedRun(this.#bytes, from, outcome);
  }

  [Symbol.iterator](): IteratorObject<RunRecord> {
    return this.values();
  }

  *values(): Generator<RunRecord> {
    for (let place = 0; place < this.length; place += 1) {
      const run = this.at(place);
      if (run !== undefined) yield run;
    }
  }

  find(id: Guid): RunRecord | undefined {
    const place = this.#placeOf(id);
    return place === -1 ? undefined : this.at(place);
  }

  /** With this run, instead of what was known of it. */
  with(run: RunRecord): RunList {
    const known = this.#placeOf(run.id);
    if (known !== -1) return this.#select(places(this.length).filter((place) => place !== known)).with(run);
    const at = this.#placeFor(run) * RUN_BYTES;
    const bytes = Buffer.allocUnsafeSlow(this.#bytes.length + RUN_BYTES);
    const outcomes = [...this.#outcomes];
    this.#bytes.copy(bytes, 0, 0, at);
    write(bytes, at, run, outcomes);
    this.#bytes.copy(bytes, at + RUN_BYTES, at);
    return new RunList(bytes, outcomes);
  }

  /** Without those that the filter rejects. */
  only(isWanted: (run: RunRecord) => boolean): RunList {
    const wanted = places(this.length).filter((place) => {
      const run = this.at(place);
      return run !== undefined && isWanted(run);
    });
    return wanted.length === this.length ? this : this.#select(wanted);
  }

  /** In the one order of runs: those that a wrong clock has dated ahead may have to stand behind. */
  inOrder(now: Instant): RunList {
    const behind = misplacedHead(this, now);
    if (behind === 0) return this;
    const all = places(this.length);
    return this.#select([...all.slice(behind), ...all.slice(0, behind)]);
  }

  /** The runs at these places, as they are, and no outcomes but theirs. */
  #select(remaining: readonly number[]): RunList {
    const bytes = Buffer.allocUnsafeSlow(remaining.length * RUN_BYTES);
    const outcomes: RunOutcome[] = [];
    for (let to = 0; to < remaining.length; ) {
      const from = remaining[to] ?? 0;
      // Runs that follow each other go together.
      let count = 1;
      while (remaining[to + count] === from + count) count += 1;
      this.#bytes.copy(bytes, to * RUN_BYTES, from * RUN_BYTES, (from + count) * RUN_BYTES);
      to += count;
    }
    for (let at = OUTCOME; at < bytes.length; at += RUN_BYTES) {
      const outcome = this.#outcomes[bytes.readUInt32LE(at)];
      if (outcome === undefined) continue;
      const known = outcomes.indexOf(outcome);
      bytes.writeUInt32LE(known === -1 ? outcomes.push(outcome) - 1 : known, at);
    }
    return new RunList(bytes, outcomes);
  }

  /** -1 where there is no such run. */
  #placeOf(id: Guid): number {
    for (let from = -1; ; ) {
      from = this.#bytes.indexOf(id, from + 1, 'latin1');
      // Bytes of two moments may coincide with letters.
      if (from % RUN_BYTES === 0 || from === -1) return from === -1 ? -1 : from / RUN_BYTES;
    }
  }

  /** How many runs are newer. */
  #placeFor(run: RunRecord): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.at(middle);
      if (other !== undefined && byDate(other, run) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

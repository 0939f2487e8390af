import type { DiscoveredComputer, Guid, Instant, MachineResult } from '@retry-desk/em-client';

/** A name that was looked up is looked up again after this time, while somebody asks for it. */
const LOOKED_UP_MS = 6 * 60 * 60_000;
/** Names of one request: its address stays below 2 kB. */
const MOST_NAMES = { count: 15, letters: 900 };

/** A result that Enterprise Manager lists of a machine by its name. */
export type NamedResult = Pick<MachineResult, 'machine' | 'result' | 'endedAt' | 'reason'> & { runId: Guid };

/**
 * Everything that Enterprise Manager lists of a machine of this name, newest first; `isWhole` where there is no more. `refused`: it cannot be
 * asked for it.
 */
export type LookedUp = { results: readonly NamedResult[]; isWhole: boolean } | 'refused';

/**
 * The computers that protection groups have found, and the results by name of those that stand in no newest run. The last good list
 * stays while a newer one cannot be read.
 */
export class Computers {
  #list: readonly DiscoveredComputer[] | null = null;
  #readAt: Instant | null = null;
  #unreadable = 0;
  #failing: { since: Instant; message: string } | null = null;
  readonly #lookedUp = new Map<string, { found: LookedUp; at: number }>();
  /** Names to be looked up, of the last time that somebody asked. */
  #wanted: readonly string[] = [];
  #version = 0;

  /** Counts changes. */
  get version(): number {
    return this.#version;
  }

  /** Null until they have been read once. */
  get list(): readonly DiscoveredComputer[] | null {
    return this.#list;
  }

  /** When the list was read that is there; null before the first. */
  get readAt(): Instant | null {
    return this.#readAt;
  }

  /** Elements of the list that cannot be read. */
  get unreadable(): number {
    return this.#unreadable;
  }

  /** Since when the list cannot be read, and why; null where it can. */
  get failing(): { since: Instant; message: string } | null {
    return this.#failing;
  }

  take(list: readonly DiscoveredComputer[], unreadable: number, now: Instant): void {
    this.#list = list;
    this.#unreadable = unreadable;
    this.#readAt = now;
    this.#failing = null;
    this.#version += 1;
  }

  failed(message: string, now: Instant): void {
    this.#failing = { since: this.#failing?.since ?? now, message };
    this.#version += 1;
  }

  /** The results of a machine of this name (in lower case); undefined until it has been looked up. */
  lookedUp(name: string): LookedUp | undefined {
    return this.#lookedUp.get(name)?.found;
  }

  /** Names (in lower case) to be looked up now, in place of earlier ones. */
  want(names: readonly string[]): void {
    this.#wanted = names;
    const wanted = new Set(names);
    for (const name of this.#lookedUp.keys()) if (!wanted.has(name)) this.#lookedUp.delete(name);
  }

  /** The names of the next request; none where all are known. `at`: by a clock that never goes back. */
  nextNames(at: number): string[] {
    const names: string[] = [];
    let letters = 0;
    for (const name of this.#wanted) {
      const known = this.#lookedUp.get(name);
      if (known !== undefined && at - known.at < LOOKED_UP_MS) continue;
      letters += encodeURIComponent(name).length;
      if (names.length > 0 && (names.length === MOST_NAMES.count || letters > MOST_NAMES.letters)) break;
      names.push(name);
    }
    return names;
  }

  takeLookedUp(names: readonly string[], found: (name: string) => LookedUp, at: number): void {
    for (const name of names) this.#lookedUp.set(name, { found: found(name), at });
    this.#version += 1;
  }
}

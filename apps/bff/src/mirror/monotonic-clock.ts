/** Milliseconds that only go forward: after the clock was set back, due work must not wait until it has caught up. */
export class ForwardClock {
  #last = Number.NaN;
  #passed = 0;

  /** How much has passed since the first call; `now` is what the clock shows. */
  at(now: number): number {
    if (now > this.#last) this.#passed += now - this.#last;
    this.#last = now;
    return this.#passed;
  }
}

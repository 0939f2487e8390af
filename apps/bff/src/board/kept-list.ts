import type { JobRow } from '@retry-desk/contract';

/** Rows in order: the very same list again where none of them has changed. */
export class KeptList {
  readonly #order: (a: JobRow, b: JobRow) => number;
  #given: readonly JobRow[] = [];
  #sorted: JobRow[] = [];

  constructor(order: (a: JobRow, b: JobRow) => number) {
    this.#order = order;
  }

  of(rows: readonly JobRow[]): JobRow[] {
    const same = rows.length === this.#given.length && rows.every((row, at) => row === this.#given[at]);
    if (!same) this.#sorted = [...rows].sort(this.#order);
    this.#given = rows;
    return this.#sorted;
  }
}

import { median, note, type Row, row } from './goal.ts';
import { processorMsOf } from './stalled.ts';

const TIMES = 25;
/** A megabyte of small objects. */
const megabyte = JSON.stringify(
  Array.from({ length: 8_000 }, (_, number) => ({
    id: `0192a6b4-54d7-73fe-b047-${String(number).padStart(12, '0')}`,
    name: `Job ${number}`,
    state: 'failed',
    since: 1_764_000_000_000 + number,
    machines: [number, number + 1],
  })),
);

/**
 * How fast the machine is while something is measured: the processor time in which `JSON.parse` reads a megabyte. A goal of so
 * many parsed megabytes is the same on another machine, and on this one while it is slow.
 */
export class Pace {
  readonly #took: number[] = [];

  /** To be taken between the measurements. */
  take(): void {
    const ms = processorMsOf(() => JSON.parse(megabyte), TIMES);
    this.#took.push(ms);
  }

  /** A line to judge, of processor time in parsed megabytes, and one with its milliseconds. Throws where the pace was never taken. */
  rows(what: string, ms: number, most: number): Row[] {
    if (this.#took.length === 0) throw new Error('the pace of the machine was not taken');
    return [row(what, ms / median(this.#took), '<=', most, 'parsed MB'), note(`${what}, in this run`, ms, 'ms')];
  }
}

import type { Guid, Instant } from '../records.ts';
import { UnreadableXml } from '../xml/parse.ts';

/** The known part of an element that cannot be read as a record. */
export type ElementFacts = {
  id: Guid | null;
  name: string | null;
  /** Of a run: its job, and as much of its moment and state as can be read. */
  jobId: Guid | null;
  createdAt: Instant | null;
  isOver: boolean;
};

const nothing: ElementFacts = { id: null, name: null, jobId: null, createdAt: null, isOver: false };

/** A sound document of Enterprise Manager with one element in it that cannot be what it claims to be. */
export class UnreadableRecord extends UnreadableXml {
  readonly facts: ElementFacts;

  constructor(message: string, facts: Partial<ElementFacts> = {}) {
    super(message);
    this.facts = { ...nothing, ...facts };
  }
}

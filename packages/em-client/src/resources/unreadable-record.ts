import type { Guid, Instant } from '../records.ts';
import { UnreadableXml } from '../xml/parse.ts';

/** What an element says of itself although it cannot be read as a record. */
export type ToldOfElement = {
  id: Guid | null;
  name: string | null;
  /** Of a run: its job, and what of its moment and state can be told. */
  jobId: Guid | null;
  createdAt: Instant | null;
  isOver: boolean;
};

const nothing: ToldOfElement = { id: null, name: null, jobId: null, createdAt: null, isOver: false };

/** A sound document of Enterprise Manager with one element in it that cannot be what it says it is. */
export class UnreadableRecord extends UnreadableXml {
  readonly told: ToldOfElement;

  constructor(message: string, told: Partial<ToldOfElement> = {}) {
    super(message);
    this.told = { ...nothing, ...told };
  }
}

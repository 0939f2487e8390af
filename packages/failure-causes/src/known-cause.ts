/** Kinds of causes, as one would sort them into drawers. */
export type CauseFamily =
  | 'agent-process'
  | 'canceled'
  | 'catalog'
  | 'credentials'
  | 'datamover'
  | 'indexing'
  | 'kernel-module'
  | 'locked'
  | 'network'
  | 'object-gone'
  | 'object-storage'
  | 'reboot-needed'
  | 'repository-unreachable'
  | 'snapshot-storage'
  | 'space'
  | 'sql-truncate'
  | 'timeout'
  | 'vss'
  | 'vss-storage'
  | 'says-nothing'
  | 'unclassified';

/** Whether reported failures went away when the job was retried, with nothing else done. */
export type RetryHelps = 'yes' | 'no' | 'unknown';

/** A cause that people have met before, and what they did. */
export type KnownCause = {
  /** Its key for good: stored, linked and acknowledged by it. */
  id: string;
  family: CauseFamily;
  /** Phrases of a reason, in lower case and without names: all of one of these lists. */
  phrases: string[][];
  /** With any of these phrases it is another cause, though the others are there. */
  unless?: readonly string[];
  /** One of these error codes is in the reason. */
  codes?: string[];
  /** Codes that may be there as well; a code that neither list holds makes it another cause. */
  mayHave?: string[];
  /** The phrases occur in reasons of other causes, too: only where the reason holds little else. */
  isAlone?: true;
  title: string;
  /** The usual remedy, as the beginning of a sentence. */
  fix: string;
  link: string | null;
  retryHelps: RetryHelps;
  /** The harm that each retry may do; a sentence. */
  danger?: string;
  /** Where wording, fix and help of a retry come from. */
  source: string;
};

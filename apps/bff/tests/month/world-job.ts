import type { Run } from '@retry-desk/em-client';

export const kinds = [
  'daily',
  'weekdays',
  'weekly',
  'monthly',
  'several',
  'windowed',
  'laptop',
  'by-hand',
  'off',
  'chained',
  'continuous',
  'script',
] as const;
export type Kind = (typeof kinds)[number];
/** A turn that the month of a job takes beside its runs. */
export type Turn = 'none' | 'retimed' | 'off-and-on' | 'holidays' | 'new' | 'never-ran' | 'renamed' | 'long' | 'hung';
export const turns: readonly Turn[] = [
  'retimed',
  'off-and-on',
  'holidays',
  'new',
  'never-ran',
  'renamed',
  'long',
  'hung',
];

/** The schedule of a job since a moment. */
export type Setting = { since: number; kind: Kind; minute: number; isOn: boolean };

export type WorldJob = {
  id: string;
  own: number;
  zone: string;
  server: number;
  turn: Turn;
  /** Since when Enterprise Manager lists it. */
  madeAt: number;
  /** Oldest first. */
  settings: readonly Setting[];
  /** Starts by the schedule, oldest first; those in `missed` did not happen. */
  starts: readonly number[];
  missed: ReadonlySet<number>;
  /** NextRun as it is listed after a missed start; `absent` where none ever is. */
  nextRun: 'stays' | 'moves' | 'absent';
  /** Of which moment the offset of the listed time is, and by whose clock it is listed: week days stay those of its own. */
  listedTime: 'now' | 'saved' | 'elsewhere';
  /** Its server's clock, and all its dates, are so much ahead. */
  skew: number;
  runs: readonly PlayedRun[];
};

/** A run with what Enterprise Manager does not list of it. */
export type PlayedRun = {
  id: string;
  createdAt: number;
  endedAt: number;
  result: Run['result'];
  isRetry: boolean;
  /** So much later it is listed than it could be. */
  listedLater: number;
  /** Begun by a retry from here. */
  isOwn: boolean;
  isHung: boolean;
};

/** The result of a run or a machine. */
export type Result = 'success' | 'warning' | 'failed';
export type Platform = 'AgentForWindows' | 'AgentForLinux';

/** The outcome of the next retry of a job. */
export type Outcome =
  | 'success'
  | 'warning'
  | 'failed'
  | 'refuse-error'
  | 'refuse-result'
  | 'refuse-at-once'
  | 'refuse-silent'
  | 'needs-credentials'
  | 'needs-confirmation';

export type BackupServer = {
  id: string;
  name: string;
  /** Its time zone, by which its schedules go ('Europe/Vienna'); UTC where absent. */
  timeZone?: string;
};

/** The next run of a job whose start was missed: which of the two a server has is not published. */
export type MissedNextRun = 'stays' | 'moves-on';

/** The starts that a job misses, and its next run meanwhile. */
type Missed = { since: number; until?: number; nextRun: MissedNextRun };

/** When a job starts by itself. Days of the week count from Sunday, 0. */
export type Schedule =
  | { kind: 'daily' }
  | { kind: 'weekdays' }
  | { kind: 'weekly'; weekday: number }
  | { kind: 'monthly'; day: number }
  | { kind: 'periodic'; hours: number }
  /** By hand only. */
  | { kind: 'manual' }
  /** Switched off. */
  | { kind: 'disabled' };

export type Job = {
  /** A job of agents, or one of virtual machines, which only other people's clients ask for. */
  kind: 'agent' | 'virtual';
  id: string;
  /** The beginning of the GUIDs of its runs. */
  family: string;
  /** The seed of all chance in its past. */
  salt: number;
  name: string;
  description: string;
  platform: Platform;
  server: BackupServer;
  /** Never changed: runs name their machines by the place here. */
  machines: readonly string[];
  /** Minutes after midnight at which the job starts, where its backup server stands. */
  startMinute: number;
  weekdaysOnly: boolean;
  /** When it starts, where that is neither every day nor every weekday. */
  schedule?: Schedule;
  /** Which share of its starts it misses, as laptops do that are away. */
  missesShare?: number;
  retryTimes: number;
  retryMinutes: number;
  outcome: Outcome;
  missed?: Missed;
  /** The result of its scheduled runs from now on; by chance where absent. */
  scheduled?: Result;
  /** Its past: made into runs when they are first needed. */
  past: Past;
};

export type Past = {
  last: Result | 'running';
  /** How many scheduled runs in a row failed, the newest included. */
  streak: number;
  reason: string | undefined;
  /** For so many days it has not run, in addition to what its schedule leaves out. */
  quietDays?: number;
};

/** One machine's part of a run; `place` is the machine's place in its job. */
export type MachineRun = { machine: string; place: number; result: Result; reason: string };

/** One run of a job. Everything that moves (state, progress) is worked out from its times. */
export type Run = {
  id: string;
  jobId: string;
  /** Its place among the runs of its job, counted from the oldest. */
  number: number;
  start: number;
  /** When it is over; Infinity for a run that ends only by a command. */
  end: number;
  result: Result;
  isRetry: boolean;
  machines: MachineRun[];
};

/** A world's job as tests see it. */
export type JobView = {
  id: string;
  name: string;
  platform: Platform;
  server: string;
  machines: string[];
  outcome: Outcome;
};

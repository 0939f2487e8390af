import type { CertificateKind } from '#http/certificate.ts';
import type { Variants } from '#resources/sheet.ts';
import type { Flavour, WireOptions } from '#wire/wire.ts';
import type { MissedNextRun } from '#world/records.ts';
import type { Schedules } from '#world/seeded-jobs.ts';
import type { Clock } from '#world/world.ts';

/** How a simulated Enterprise Manager is made; everything has a default. */
export type SimulatorOptions = {
  seed?: number;
  jobs?: number;
  /** Backup servers; three or four unless given. */
  servers?: number;
  /** Which share of the jobs is failed, from 0 to 1; one in eight unless given. */
  failedShare?: number;
  /** Jobs of every day and every weekday alone, or of all schedules that there are, and laptops that miss runs. */
  schedules?: Schedules;
  /** Whether jobs start by their schedules as the clock goes on; otherwise the world moves by commands alone. */
  runsSchedules?: boolean;
  /** The time zones of the backup servers, one after the other and again from the first; UTC unless given. */
  timeZones?: readonly string[];
  /** Whether the next run of a job that missed its start stays in the past or moves on; it stays unless given. */
  missedNextRun?: MissedNextRun;
  flavour?: Flavour;
  /** Plain HTTP in place of HTTPS. */
  http?: boolean;
  /** Milliseconds since 1970; the system's clock unless given. */
  clock?: Clock;
  /** How much faster than the clock runs and tasks go. */
  speed?: number;
  /** More than 0: sessions appear only after the collection at these intervals. */
  collectionMinutes?: number;
  /** Whether Enterprise Manager collects only where somebody asks. */
  collectsByHand?: boolean;
  /** From the end of a `collect` task to its data, in seconds of the world; as long again as the task took unless given. */
  collectionDelaySeconds?: number;
  /** Whether a task stays in OperationFinished until what it brought about has been collected. */
  tasksWaitForCollection?: boolean;
  scenario?: string;
  wire?: WireOptions;
  /** Where ca.pem is written; a fresh temporary folder unless given. */
  certificateDir?: string;
  /** Which certificate the server shows; `caFile` holds that one, so that what is wrong with it is all that is wrong. */
  certificate?: CertificateKind;
} & Partial<Variants>;

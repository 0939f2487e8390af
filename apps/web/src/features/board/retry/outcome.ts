import type { JobRow, Task } from '@retry-desk/contract';

/** The outcome of requesting one retry, at `at` by the server's clock. */
export type Outcome = { job: JobRow; at: number } & (
  | { task: Task }
  | {
      problem: { text: string; emMessage: string | null };
      /** It was not sent. Otherwise it is not known yet whether it was. */
      isKnown: boolean;
      openTask: Task | null;
      /** Only the hourly limit stood against it: with a note it can be requested all the same. */
      limited: boolean;
    }
);

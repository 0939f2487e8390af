import { many } from '#lib/many.ts';

/** Texts of the bar that shows what is selected. */
export const footWords = {
  selected: (count: number) => `${count} selected`,
  run: (machines: number, atLeast: boolean) =>
    `${atLeast ? 'at least ' : ''}${many(machines, 'machine', 'machines')} will run again`,
  nothing: 'none of them can be retried now',
  waiting: (jobs: number) => `${many(jobs, 'job waits', 'jobs wait')} for Veeam’s automatic retry`,
  clear: 'Clear',
  acknowledge: 'Acknowledge…',
  retry: (count: number) => `Retry ${count}…`,
};

import { isolated } from './isolated.ts';

/** Why a task may not be cancelled, stopped or released. */
export const taskCanWords = {
  cancelViewer: 'Only an operator can cancel a task. You are signed in as a viewer.',
  releaseViewer: 'Only an operator can release a job. You are signed in as a viewer.',
  cancelTooEarly: 'Enterprise Manager has not confirmed the request yet.',
  cancelTooLate: 'Enterprise Manager has already triggered it; the task can no longer be cancelled.',
  over: 'This retry has finished.',
  stopViewer: 'Only an operator can stop a job. You are signed in as a viewer.',
  stopRequested: (who: string) => `${isolated(who)} has already requested a stop.`,
};

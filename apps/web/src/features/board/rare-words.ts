import { many } from '#lib/many.ts';

/** Texts of the board that seldom show, or only once it is drawn. */
export const rareWords = {
  journal: {
    silent: 'The journal has not responded',
    help: 'The board stays up to date, but no retry can be started until the journal responds again.',
  },
  collect: 'Collect now',
  collectHint: 'Have Enterprise Manager collect from its backup servers now',
  collecting: 'Requesting …',
  collected: 'Collection requested',
  emptyFailed: 'No job needs attention',
  emptyFailedHelp: (jobs: number) => `${many(jobs, 'job', 'jobs')} checked, as of`,
  emptyFilter: 'No job matches these filters',
};

import { EmError } from '@retry-desk/em-client';

/** The requests of one cycle, each by itself: a bad answer, or none, affects that request only. */
export type Checks = {
  /** The answer, or `unavailable`. */
  ask<T>(question: () => Promise<T>): Promise<T | 'unavailable'>;
  /** Whether Enterprise Manager has answered at all, however badly. */
  readonly answered: boolean;
  /** The last question that it did not answer. */
  readonly silence: EmError | null;
};

export function createChecks(): Checks {
  let answered = false;
  let silence: EmError | null = null;
  return {
    async ask(question) {
      try {
        const answer = await question();
        answered = true;
        return answer;
      } catch (error) {
        if (!(error instanceof EmError)) throw error;
        if (error.isSilence) silence = error;
        else answered = true;
        return 'unavailable';
      }
    },
    get answered() {
      return answered;
    },
    get silence() {
      return silence;
    },
  };
}

import { isolated } from './isolated.ts';
import { many } from './many.ts';

/** The rest of the line of a card, beside the name of its state; apart from those of the board, which come first. */
export const cardDetails = {
  requested: 'on its way to Enterprise Manager',
  accepted: 'Enterprise Manager is working on it',
  triggered: 'the run has not appeared yet',
  percent: (percent: number) => `${percent} %`,
  done: (done: number, of: number) => `${done} of ${many(of, 'machine', 'machines')} done`,
  machines: (done: number, of: number) => `${done} of ${many(of, 'machine', 'machines')}`,
  refused: 'by Enterprise Manager',
  warned: (count: number, of: number) => `warnings on ${count} of ${many(of, 'machine', 'machines')}`,
  stopped: 'before it triggered',
  reason: (machine: string, text: string) => `${isolated(machine)}: ${isolated(text)}`,
};

/** All else on the cards of retries, and on those that stand for several. */
export const cardTexts = {
  by: (who: string) => `requested by ${isolated(who)}`,
  attempt: (count: number) => `retry ${count} of this job`,
  notSent: 'Not sent',
  notKnown: 'Not yet known whether it was sent',
  dismiss: 'Dismiss',
  dismissAll: 'Dismiss all',
  manyNotSent: (count: number) => `${count} not sent`,
  manyNotKnown: (count: number) => `${count} may or may not have been sent`,
  requested: (count: number) => `${count} requested`,
  showAll: (count: number) => `Show all ${count}`,
  fold: 'Collapse',
  details: 'Details',
  steps: 'Steps',
};

import type { Candidate, Ending, Groups } from '#notices/groups.ts';
import { review } from '#notices/review.ts';
import { noticeLimits, type Situation } from '#notices/situation.ts';

/** The rules, gone through without an interruption. */
export function reviewed(groups: Groups, situation: Situation) {
  const steps = review(groups, situation, noticeLimits);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

export const MINUTE = 60_000;
export const T = Date.parse('2026-03-01T06:00:00Z');

export function failed(jobId: string, cause = 'nas', more: Partial<Candidate> = {}): Candidate {
  return {
    ...{ trouble: 'failed', key: `failed:${cause}:srv12`, jobId, name: `Job ${jobId}`, runId: `run-${jobId}` },
    since: T - 10 * MINUTE,
    shared: { cause: { key: cause, title: `Title of ${cause}`, family: 'network' }, server: 'srv12' },
    ...more,
  };
}

export const many = (count: number, cause = 'nas') =>
  Array.from({ length: count }, (_, at) => failed(`${cause}-${at}`, cause));
export const nobody: ReadonlySet<string> = new Set();
export const recovered: Ending = { kind: 'recovered', runId: 'good', at: T };

/** Goes through the rules again and again; returns what each step announced, in short. */
export function play(steps: (Partial<Situation> & { at: number })[], from: Groups = new Map()): string[][] {
  let groups = from;
  return steps.map(({ at, ...given }) => {
    const situation: Situation = {
      ...{ now: T + at * MINUTE, isRead: true, candidates: [], acknowledged: nobody, endOf: () => null },
      em: { unreachable: null, silent: null },
      ...given,
    };
    const { groups: after, announcements } = reviewed(groups, situation);
    groups = after;
    return announcements.map(
      ({ key, status, number, members, acknowledged, ended }) =>
        `${key} ${status} ${number}: ${members.length}${acknowledged > 0 ? ` and ${acknowledged} acknowledged` : ''}${ended
          .map(({ jobId, end }) => ` ${jobId} ${end.kind}`)
          .join('')}`,
    );
  });
}

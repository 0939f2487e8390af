import type { ErrorCode, Task } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { guidOf, madeTask } from '#lib/test-rows.ts';
import { ApiError } from './api-error.ts';
import { type RetryAnswer, requestUntilKnown } from './request-retries.ts';
import { isLeftToVeeam } from './retries.ts';

const start = Date.parse('2026-11-23T08:00:00.000Z');
const jobIds = [guidOf(1), guidOf(2)];
const timedOut = new ApiError({ kind: 'network', timedOut: true });
const lost = new ApiError({ kind: 'network', timedOut: false });

function refusal(code: ErrorCode, task?: Task): ApiError {
  const problem = { type: 'about:blank', title: code, status: 409, code, ...(task ? { task } : {}) };
  return new ApiError({ kind: 'problem', status: 409, problem });
}

type Reply = ApiError | RetryAnswer[];

/** A server that gives these replies in turn, the last one for ever, and has these tasks from so many seconds on. */
async function ask(replies: readonly Reply[], tasks: readonly { after: number; task: Task }[] = []) {
  let now = start;
  const keys: string[] = [];
  const reported: RetryAnswer[][] = [];
  const time = {
    now: () => now,
    async pause(ms: number) {
      now += ms;
    },
  };
  const isAllKnown = await requestUntilKnown(
    {
      jobIds,
      requester: { user: 'TECH\\anna' },
      async send(key) {
        keys.push(key);
        const reply = replies[keys.length - 1] ?? replies.at(-1);
        if (reply === timedOut) now += 45_000;
        if (reply instanceof ApiError) throw reply;
        return reply ?? [];
      },
      tasksSince: async () => tasks.filter(({ after }) => now >= start + after * 1000).map(({ task }) => task),
    },
    (answers) => reported.push(answers),
    time,
  );
  const last = new Map(reported.flat().map((answer) => [answer.jobId, answer]));
  const words = jobIds.map((id) => {
    const answer = last.get(id);
    if (!answer) return 'nothing';
    return 'task' in answer ? 'requested' : answer.isKnown ? 'no' : 'not known';
  });
  return { isAllKnown, calls: keys.length, keys: new Set(keys).size, words, reported, seconds: (now - start) / 1000 };
}

const both: RetryAnswer[] = jobIds.map((jobId, n) => ({ jobId, task: madeTask(n + 1) }));

test('an answer is shown as it is, a no among it', async () => {
  const answers: RetryAnswer[] = [
    { jobId: guidOf(1), task: madeTask(1) },
    { jobId: guidOf(2), error: refusal('job-not-failed'), isKnown: true },
  ];
  expect(await ask([answers])).toMatchObject({ isAllKnown: true, calls: 1, words: ['requested', 'no'] });
});

test('a request without an answer in time is not known, and waited for with the same key', async () => {
  const outcome = await ask([timedOut, timedOut, both]);
  expect(outcome).toMatchObject({ isAllKnown: true, calls: 3, keys: 1, words: ['requested', 'requested'] });
  expect(outcome.reported[0]?.map((answer) => 'isKnown' in answer && answer.isKnown)).toEqual([false, false]);
});

test('a request that is never answered is found among the tasks, and without one there it is never called a no', async () => {
  const outcome = await ask([timedOut], [{ after: 100, task: madeTask(1) }]);
  expect(outcome).toMatchObject({ isAllKnown: false, keys: 1, words: ['requested', 'not known'] });
  expect(outcome.seconds).toBeLessThan(300);
});

test('a task that shows late, after the last call, is found', async () => {
  const late = [1, 2].map((number) => ({ after: 30, task: madeTask(number) }));
  expect(await ask([lost], late)).toMatchObject({ isAllKnown: true, calls: 2, words: ['requested', 'requested'] });
});

test("somebody else's retry of the same job is not the one that was requested", async () => {
  const task = madeTask(1, { requestedBy: 'TECH\\ben' });
  expect(await ask([lost], [{ after: 0, task }])).toMatchObject({ words: ['not known', 'not known'] });
});

test.each<[ErrorCode, string]>([
  ['forbidden', 'no'],
  ['store-unavailable', 'no'],
  ['too-many-requests', 'no'],
  ['internal', 'not known'],
])('a whole call refused with %s is: %s', async (code, word) => {
  expect((await ask([refusal(code)])).words).toEqual([word, word]);
});

test.each<[ErrorCode, string]>([
  ['run-changed', 'no'],
  ['em-unreachable', 'no'],
  ['forbidden', 'not known'],
  ['not-signed-in', 'not known'],
  ['store-unavailable', 'not known'],
])('after a lost call, %s to its repetition is: %s', async (code, word) => {
  expect(await ask([lost, refusal(code)])).toMatchObject({ calls: 2, words: [word, word] });
});

test('the page of a proxy in place of an answer is no answer, and the request is not sent again', async () => {
  const page = new ApiError({ kind: 'unreadable', status: 504 });
  expect(await ask([page])).toMatchObject({ calls: 1, words: ['not known', 'not known'] });
});

test('a job that the answer leaves out is not known', async () => {
  expect(await ask([both.slice(0, 1)])).toMatchObject({ calls: 1, words: ['requested', 'not known'] });
});

test('where the first call has come to it elsewhere, the retry in the way is the one that was requested', async () => {
  const error = refusal('retry-open', madeTask(1));
  const answers: RetryAnswer[] = [{ jobId: guidOf(1), error, isKnown: true }, ...both.slice(1)];
  expect((await ask([lost, answers])).words).toEqual(['requested', 'requested']);
  expect((await ask([answers])).words).toEqual(['no', 'requested']);
});

test('only a job that was left to Veeam is asked about before it is retried after all', () => {
  const jobId = guidOf(1);
  const answer = (error: unknown): RetryAnswer => ({ jobId, error, isKnown: true });
  expect(isLeftToVeeam(answer(refusal('veeam-will-retry')))).toBe(true);
  for (const other of [refusal('retry-limit'), timedOut, new Error('x')])
    expect(isLeftToVeeam(answer(other))).toBe(false);
  expect(isLeftToVeeam({ jobId, task: madeTask(1) })).toBe(false);
});

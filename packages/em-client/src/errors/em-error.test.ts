import { expect, test } from 'vitest';
import { EmError, type EmErrorDetails, type EmErrorKind } from './em-error.ts';

const call = 'GET /api/query?type=BackupTaskSession&format=Entities&filter=Uid%3D%3D%22a%22';

function error(kind: EmErrorKind, details: Partial<EmErrorDetails> = {}): EmError {
  return new EmError({
    kind,
    host: 'em:9398',
    call,
    problem: 'fails',
    hint: 'Look.',
    mayHaveHappened: false,
    ...details,
  });
}

const predicates = [
  'isSilence',
  'isUnanswered',
  'isUntried',
  'isOutage',
  'isRefusal',
  'isOfThisQuestion',
  'isTooLarge',
  'isSessionLost',
  'isWrongPassword',
  'needsSomebody',
  'isDown',
  'isPassing',
] as const;

function meant(of: EmError): string[] {
  return predicates.filter((name) => of[name]);
}

const byKind: Readonly<Record<EmErrorKind, readonly (typeof predicates)[number][]>> = {
  unreachable: ['isSilence', 'isUnanswered', 'isOutage', 'isDown', 'isPassing'],
  timeout: ['isSilence', 'isUnanswered', 'isDown'],
  tls: ['isSilence', 'isOutage', 'needsSomebody', 'isDown'],
  credentials: ['isSilence', 'isOutage', 'isWrongPassword', 'needsSomebody'],
  'session-lost': ['isSilence', 'isOutage', 'isSessionLost'],
  refused: ['isRefusal', 'isOfThisQuestion'],
  unreadable: ['isOfThisQuestion'],
  'too-large': ['isOfThisQuestion', 'isTooLarge'],
  'circuit-open': ['isSilence', 'isUntried', 'isOutage'],
};

test.each(Object.entries(byKind))('what %s means', (kind, expected) => {
  expect(meant(error(kind as EmErrorKind))).toEqual(expected); // the keys of the table
});

const own = { emMessage: 'No.' };
const statuses = [
  'isNo',
  'isGone',
  'isNotUnderstood',
  'isNotTaken',
  'asksToWait',
  'isBrokenAnswer',
  'needsSomebody',
  'isDown',
  'isPassing',
  'isOfThisQuestion',
] as const;

test.each([
  [{ status: 302 }, ['isOfThisQuestion']],
  [{ status: 400 }, ['isNo', 'isNotUnderstood', 'isNotTaken', 'isOfThisQuestion']],
  [{ status: 400, ...own }, ['isNo', 'isGone', 'isNotUnderstood', 'isNotTaken', 'isOfThisQuestion']],
  [{ status: 401 }, ['isNo', 'needsSomebody']],
  [{ status: 403 }, ['isNo', 'needsSomebody', 'isOfThisQuestion']],
  [{ status: 404 }, ['isNo', 'isNotTaken', 'isOfThisQuestion']],
  [{ status: 404, ...own }, ['isNo', 'isGone', 'isNotTaken', 'isOfThisQuestion']],
  [{ status: 410, ...own }, ['isNo', 'isGone', 'isOfThisQuestion']],
  [{ status: 500, ...own }, ['isBrokenAnswer', 'isDown', 'isPassing', 'isOfThisQuestion']],
  [{ status: 501 }, ['isNotTaken', 'isDown', 'isOfThisQuestion']],
  [{ status: 502 }, ['isDown', 'isPassing', 'isOfThisQuestion']],
  [{ status: 503 }, ['asksToWait', 'isDown', 'isPassing', 'isOfThisQuestion']],
  [{ status: 503, retryAfterMs: 1_000 }, ['asksToWait', 'isDown']],
] as const)('what a refusal with %o means', (details, expected) => {
  const refused = error('refused', details);
  expect(statuses.filter((name) => refused[name])).toEqual(expected);
});

test('a status decides nothing where Enterprise Manager has refused nothing', () => {
  const lost = error('session-lost', { status: 401, ...own });
  expect(statuses.filter((name) => lost[name])).toEqual([]);
});

test('the message names host, call and what to do; people read the call without the filter written for machines', () => {
  const slow = error('timeout', { problem: (name) => `did not finish ${name} within 15 s` });
  expect(slow.message).toBe(`em:9398 did not finish ${call} within 15 s. Look.`);
  expect(slow.brief).toBe('em:9398 did not finish GET /api/query?type=BackupTaskSession within 15 s. Look.');
  const closed = error('session-lost', { problem: 'is not asked any more', call: 'POST /api/sessionMngr/' });
  expect([closed.message, closed.brief]).toEqual([
    'em:9398 is not asked any more. Look.',
    'em:9398 is not asked any more (POST /api/sessionMngr/). Look.',
  ]);
});

test('only a refusal of agent jobs means that the account may not see them', () => {
  const jobs = 'GET /api/agents/jobs?pageSize=1';
  expect(error('refused', { status: 403, call: jobs }).lacksAgentJobs).toBe(true);
  expect(error('refused', { status: 403 }).lacksAgentJobs).toBe(false);
  expect(error('refused', { status: 404, call: jobs }).lacksAgentJobs).toBe(false);
});

import { expect, test } from 'vitest';
import { refusedAnswer, retryAfterOf, unreadableAnswer } from './answer-error.ts';
import { ConnectFailure } from './connect-failure.ts';
import { codeOf, fromNetworkError, timedOut } from './network-error.ts';

const read = { host: 'em:9398', call: 'GET /api/query', isAction: false };
const action = { host: 'em:9398', call: 'POST /api/agents/jobs/x?action=retry', isAction: true };

function coded(code: string): Error {
  return Object.assign(new Error(`${code} happened`), { code });
}

function answer(status: number, body = '', headers: Record<string, string> = {}) {
  return { status, headers, body: new TextEncoder().encode(body) };
}

test.each([
  ['7', 7_000],
  ['0', 1_000],
  ['86400', 300_000],
  ['Mon, 23 Nov 2026 12:00:30 GMT', 30_000],
  ['Mon, 23 Nov 2020 12:00:30 GMT', 1_000],
  ['soon', undefined],
  [undefined, undefined],
])('Retry-After %s asks to wait %s ms', (value, expected) => {
  expect(retryAfterOf(value, Date.UTC(2026, 10, 23, 12))).toBe(expected);
});

test.each([
  ['<Error Message=" ID 99999 is invalid. Type: Job" StatusCode="400"/>', 'ID 99999 is invalid. Type: Job'],
  ['<Error><Message>No &amp; no</Message></Error>', 'No & no'],
  ['{"Message":"Access is denied","StatusCode":403}', 'Access is denied'],
  ['  {"message":"Access is denied","statusCode":403}', 'Access is denied'],
  [
    '<Error Message="" StatusCode="404"><FirstChanceExceptionMessage>Cannot find task</FirstChanceExceptionMessage></Error>',
    'Cannot find task',
  ],
  ['{"message":"","firstChanceExceptionMessage":"Cannot find task"}', 'Cannot find task'],
  ['{"Message":7}', undefined],
  ['{"Message":', undefined],
  ['<html><body>Bad gateway</body></html>', undefined],
  ['<Error Message="', undefined],
  ['', undefined],
])('of the body %j the words of EM are %j', (body, expected) => {
  const error = refusedAnswer(answer(403, body), read);
  expect(error.emMessage).toBe(expected);
  expect(error.message).toContain('em:9398 answered GET /api/query with 403');
});

test('words without end are cut', () => {
  const error = refusedAnswer(answer(500, `<Error Message="${'x'.repeat(100_000)}"/>`), read);
  expect(error.emMessage).toHaveLength(2_000);
});

test.each([
  [302, true],
  [400, false],
  [401, false],
  [403, false],
  [404, false],
  [405, false],
  [409, false],
  [500, true],
  [503, true],
])('an action answered with %i may have happened: %s', (status, expected) => {
  expect(refusedAnswer(answer(status), action).mayHaveHappened).toBe(expected);
  expect(refusedAnswer(answer(status), read).mayHaveHappened).toBe(false);
});

test.each(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ERR_SSL_BAD_RECORD_MAC', 'ECONNREFUSED'])(
  '%s after there was a connection leaves open what happened to an action',
  (code) => {
    expect(fromNetworkError(coded(code), action)).toMatchObject({ kind: 'unreachable', mayHaveHappened: true });
    expect(fromNetworkError(coded(code), read).mayHaveHappened).toBe(false);
  },
);

test.each([
  ['ECONNREFUSED', 'unreachable', 'EM_URL'],
  ['ENOTFOUND', 'unreachable', 'EM_URL'],
  ['ECONNRESET', 'unreachable', 'EM_URL'],
  ['UND_ERR_CONNECT_TIMEOUT', 'unreachable', 'EM_URL'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls', 'EM_CA_FILE'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls', 'EM_CA_FILE'],
  ['ERR_FINGERPRINT', 'tls', 'EM_FINGERPRINT'],
  ['CERT_HAS_EXPIRED', 'tls', 'Renew'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', 'another name'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls', 'does not speak TLS'],
  ['EPROTO', 'tls', 'does not speak TLS'],
] as const)(
  '%s before there was a connection is %s, nothing happened, and the hint names what to do',
  (code, kind, hint) => {
    const error = fromNetworkError(new ConnectFailure(coded(code)), action);
    expect(error).toMatchObject({ kind, mayHaveHappened: false });
    expect(error.hint).toContain(hint);
    expect(error.message).toContain('em:9398');
    expect(error.message).toContain(action.call);
    expect(error.message).toContain(code);
  },
);

test('the code is found however deep it lies, and a ring of causes ends', () => {
  expect(codeOf(new Error('a', { cause: new AggregateError([coded('ECONNREFUSED')]) }))).toBe('ECONNREFUSED');
  const ring = new Error('ring');
  ring.cause = ring;
  expect(codeOf(ring)).toBeNull();
  expect(codeOf('text')).toBeNull();
});

test('an error of ours passes through as it is', () => {
  const own = timedOut(action, 30_000);
  expect(fromNetworkError(own, read)).toBe(own);
  expect(own).toMatchObject({ kind: 'timeout', mayHaveHappened: true });
  expect(own.message).toContain('within 30 s');
  expect(unreadableAnswer('it is an HTML page', action)).toMatchObject({ kind: 'unreadable', mayHaveHappened: true });
});

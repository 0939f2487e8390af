import { errorCode } from '@retry-desk/contract';
import { EmError, type EmErrorDetails } from '@retry-desk/em-client';
import { expect, test } from 'vitest';
import { Refusal } from '#route.ts';
import { fromError, problemOf } from './problem.ts';

function emError(details: Partial<EmErrorDetails>): EmError {
  return new EmError({
    kind: 'unreachable',
    host: 'https://em01.inner:9398',
    problem: 'broke in /opt/x.ts:12',
    call: 'GET /api/agents/jobs',
    hint: 'Check the service.',
    mayHaveHappened: false,
    ...details,
  });
}

test('every code has a status that is an error, and a title', () => {
  for (const code of errorCode.options) {
    const problem = problemOf(code);
    expect(problem.code).toBe(code);
    expect(problem.status).toBeGreaterThanOrEqual(400);
    expect(problem.title.length).toBeGreaterThan(5);
  }
});

test('a refusal keeps its detail, its task and the time to wait', () => {
  const { problem, headers } = fromError(new Refusal('sign-in-limited', 'Wait.', { retryAfterSeconds: 61 }));
  expect([problem.status, problem.code, problem.detail, headers['retry-after']]).toEqual([
    429,
    'sign-in-limited',
    'Wait.',
    '61',
  ]);
});

test.each([
  [{ kind: 'unreachable' }, 503, 'em-unreachable'],
  [{ kind: 'timeout' }, 503, 'em-unreachable'],
  [{ kind: 'credentials', status: 401 }, 503, 'em-unreachable'],
  [{ kind: 'circuit-open', retryAfterMs: 2_500 }, 503, 'em-unreachable'],
  [{ kind: 'refused', status: 500 }, 503, 'em-unreachable'],
  [{ kind: 'refused', status: 302 }, 503, 'em-unreachable'],
  [{ kind: 'refused', status: 403, emMessage: 'Access denied.' }, 502, 'em-refused'],
] as const)('%o of Enterprise Manager is answered with %d %s', (details, status, code) => {
  const { problem } = fromError(emError(details));
  expect([problem.status, problem.code, problem.detail]).toEqual([status, code, 'Check the service.']);
});

test('the reason why a certificate is not trusted is shown, with advice', () => {
  const fault = 'does not show the certificate that is trusted (its SHA-256 fingerprint is AB)';
  const { problem } = fromError(emError({ kind: 'tls', host: 'em:9398', problem: fault }));
  const words = `em:9398 ${fault}. Check the service.`;
  expect([problem.status, problem.code, problem.detail]).toEqual([503, 'em-unreachable', words]);
});

test('the message of Enterprise Manager is passed on, its address and our inner texts are not', () => {
  const { problem, headers } = fromError(
    emError({ kind: 'refused', status: 400, emMessage: ' ID 9 is invalid.', retryAfterMs: 1_500 }),
  );
  expect(problem.emMessage).toBe(' ID 9 is invalid.');
  expect(headers['retry-after']).toBe('2');
  expect(JSON.stringify(problem)).not.toMatch(/inner|x\.ts/);
});

test.each([
  emError({ kind: 'refused', status: 500, emMessage: 'no' }),
  emError({ kind: 'tls' }),
  new Refusal('em-refused', 'Check the service.'),
])(
  'others than operators learn that the fault is with Enterprise Manager, and get neither its message nor advice',
  (error) => {
    const { problem } = fromError(error, 'other');
    expect(problem.code).toMatch(/^em-/);
    expect(problem).not.toHaveProperty('detail');
    expect(problem).not.toHaveProperty('emMessage');
  },
);

test.each([new Error('secret at /opt/x.ts'), 'text', null, { status: 200 }])(
  'anything else (%o) reveals nothing',
  (error) => {
    expect(fromError(error)).toEqual({ problem: problemOf('internal'), headers: {} });
  },
);

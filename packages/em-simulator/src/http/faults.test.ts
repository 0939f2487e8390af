import { describe, expect, test } from 'vitest';
import { randomOf } from '#world/random.ts';
import { type Fault, Faults, faultOf, statusAnswer } from './faults.ts';

const HANG: Fault = { kind: 'hang' };
const LATE: Fault = { kind: 'delay', ms: 5 };
const EVERY = Number.POSITIVE_INFINITY;

function armed(): Faults {
  return new Faults(randomOf('faults'));
}

describe('how often', () => {
  test('a fault meets one request unless given', () => {
    const faults = armed();
    faults.add({ do: HANG });
    expect([faults.take('GET', '/a'), faults.take('GET', '/a')]).toEqual([[HANG], []]);
  });

  test('a fault meets as many as given', () => {
    const faults = armed();
    faults.add({ do: HANG, times: 3 });
    expect(Array.from({ length: 5 }, () => faults.take('GET', '/a').length)).toEqual([1, 1, 1, 0, 0]);
  });

  test('a fault for ever is there until it is taken away', () => {
    const faults = armed();
    const end = faults.add({ do: HANG, times: EVERY });
    for (let call = 0; call < 100; call += 1) expect(faults.take('GET', '/a')).toEqual([HANG]);
    end();
    expect(faults.take('GET', '/a')).toEqual([]);
  });

  test('a request that is not met does not count', () => {
    const faults = armed();
    faults.add({ do: HANG, path: /tasks/ });
    expect(faults.take('GET', '/api/query')).toEqual([]);
    expect(faults.take('GET', '/api/tasks/task-1')).toEqual([HANG]);
  });

  test('all are gone when cleared', () => {
    const faults = armed();
    faults.add({ do: HANG, times: EVERY });
    faults.add({ do: LATE });
    faults.clear();
    expect(faults.take('GET', '/a')).toEqual([]);
  });
});

describe('which requests', () => {
  test('the method in any case', () => {
    const faults = armed();
    faults.add({ do: HANG, method: 'post', times: EVERY });
    expect([faults.take('GET', '/a').length, faults.take('POST', '/a').length]).toEqual([0, 1]);
  });

  test('the path with its query, even by an expression that remembers where it stood', () => {
    const faults = armed();
    faults.add({ do: HANG, path: /action=retry/g, times: EVERY });
    for (let call = 0; call < 3; call += 1)
      expect(faults.take('POST', '/api/agents/jobs/1?action=retry')).toEqual([HANG]);
    expect(faults.take('POST', '/api/agents/jobs/1?action=stop')).toEqual([]);
  });

  test('a share of them, and those that are spared do not count', () => {
    const faults = armed();
    faults.add({ do: HANG, probability: 0.3, times: 1000 });
    const met = Array.from({ length: 1000 }, () => faults.take('GET', '/a').length).reduce(
      (sum, each) => sum + each,
      0,
    );
    expect(met).toBeGreaterThan(250);
    expect(met).toBeLessThan(350);
    faults.add({ do: LATE, probability: 0 });
    faults.add({ do: LATE, probability: 1 });
    expect(faults.take('GET', '/a')).toContain(LATE);
  });
});

test('several faults meet one request, in the order they were armed', () => {
  const faults = armed();
  faults.add({ do: LATE });
  faults.add({ do: HANG, times: 2 });
  expect(faults.take('GET', '/a')).toEqual([LATE, HANG]);
  expect(faults.take('GET', '/a')).toEqual([HANG]);
});

test('of a mix each request meets one, in its share, and the rest none', () => {
  const faults = armed();
  const of = [
    { share: 0.25, do: HANG },
    { share: 0.15, do: LATE },
  ];
  faults.add({ do: { kind: 'mix', of }, times: EVERY });
  const drawn = Array.from({ length: 4000 }, () => faults.take('GET', '/a'));
  const share = (fault: Fault) => drawn.filter((each) => each.length === 1 && each[0] === fault).length / drawn.length;
  expect(share(HANG)).toBeCloseTo(0.25, 1);
  expect(share(LATE)).toBeCloseTo(0.15, 1);
  expect(drawn.filter((each) => each.length === 0).length / drawn.length).toBeCloseTo(0.6, 1);
  expect(drawn.every((each) => each.length <= 1)).toBe(true);
});

test('the same chance draws the same faults', () => {
  const draws = [armed(), armed()].map((faults) => {
    faults.add({ do: HANG, probability: 0.5, times: EVERY });
    return Array.from({ length: 50 }, () => faults.take('GET', '/a').length);
  });
  expect(draws[0]).toEqual(draws[1]);
});

test('the first fault of a kind counts', () => {
  const faults: Fault[] = [HANG, LATE, { kind: 'delay', ms: 9 }];
  expect(faultOf(faults, 'delay')).toBe(LATE);
  expect(faultOf(faults, 'drip')).toBeUndefined();
});

describe('the answer of a status fault', () => {
  test('is an Error unless given', () => {
    const answer = statusAnswer({ kind: 'status', status: 503 });
    expect(answer).toMatchObject({ status: 503, headers: { 'Content-Type': 'application/xml; charset=utf-8' } });
    expect(answer.body).toMatch(/^<Error .*Message="Simulated error." StatusCode="503">/);
  });

  test('is HTML where the body is', () => {
    const answer = statusAnswer({ kind: 'status-after', status: 502, body: ' <html>Bad gateway</html>' });
    expect(answer).toEqual({
      status: 502,
      headers: { 'Content-Type': 'text/html' },
      body: ' <html>Bad gateway</html>',
    });
  });

  test('has the type and the headers given', () => {
    const headers = { 'Retry-After': '5' };
    const answer = statusAnswer({ kind: 'status', status: 429, body: '{}', contentType: 'application/json', headers });
    expect(answer.headers).toEqual({ 'Content-Type': 'application/json', 'Retry-After': '5' });
  });
});

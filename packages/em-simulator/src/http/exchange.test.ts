import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Parameters, requestOf } from './exchange.ts';

function pathOf(url: string): string {
  return requestOf('GET', url, {}).path;
}

test.each([
  ['/api/agents/jobs', '/api/agents/jobs'],
  ['//api///agents//jobs', '/api/agents/jobs'],
  ['/api/', '/api'],
  ['/api/sessionMngr/?v=latest', '/api/sessionmngr'],
  ['/API/Agents/JOBS', '/api/agents/jobs'],
  ['/api/jobs/urn%3Aveeam%3AJob%3A1', '/api/jobs/urn:veeam:job:1'],
  ['/api/tasks/task%2D1?x=/y//z', '/api/tasks/task-1'],
  ['/api/jobs/100%', '/api/jobs/100%'],
  ['/api/query%3Ftype%3DTask', '/api/query'],
  ['/api/tasks/a%252Fb', '/api/tasks/a%2fb'],
  ['/', ''],
])('%s is the path %s', (url, path) => {
  expect(pathOf(url)).toBe(path);
});

test('the parameters follow the first question mark', () => {
  const { parameters } = requestOf('GET', '/api/query?type=Task&filter=Name==a?b', {});
  expect(parameters.get('filter')).toBe('Name==a?b');
  expect(requestOf('GET', '/api/query', {}).parameters.get('type')).toBeUndefined();
  expect(requestOf('GET', '/api/query%3Ftype%3DTask%26page%3D2', {}).parameters.get('page')).toBe('2');
});

test('method and headers stay as they came', () => {
  const headers = { accept: 'application/json' };
  expect(requestOf('POST', '/api', headers)).toMatchObject({ method: 'POST', headers });
});

describe('parameters', () => {
  test('are named in any case', () => {
    const parameters = new Parameters('PageSize=5&FILTER=State%3D%3DStopped');
    expect(parameters.get('pagesize')).toBe('5');
    expect(parameters.get('Filter')).toBe('State==Stopped');
    expect(parameters.get('page')).toBeUndefined();
  });

  test('are written again as they were named, some replaced, others added', () => {
    const parameters = new Parameters('Type=Task&PAGE=2');
    expect(parameters.with({ page: 3, pageSize: 10 }, 'v12')).toBe('Type=Task&PAGE=3&pageSize=10');
    expect(parameters.get('page')).toBe('2');
  });

  test('mean the same when written again, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('v12' as const, 'v13' as const), (text, flavour) => {
        const again = new Parameters(`filter=${encodeURIComponent(text)}`).with({ page: 1 }, flavour);
        expect(new Parameters(again).get('filter')).toBe(text);
      }),
    );
  });
});

import { expect, test } from 'vitest';
import * as apiPaths from './api-paths.ts';
import * as pagePaths from './page-paths.ts';
import { pathTo } from './path-to.ts';

test('a part goes into its path whole, whatever signs it holds', () => {
  expect(pathTo(apiPaths.job, 'a/b?c#d')).toBe('/api/agents/jobs/a%2Fb%3Fc%23d');
  expect([pathTo(pagePaths.task, '$&'), pathTo(pagePaths.openWall, 'x')]).toEqual(['/tasks/%24%26', '/wall/x']);
});

test('every path stands once', () => {
  const paths = [...Object.values(apiPaths), ...Object.values(pagePaths)];
  expect(paths.length).toBe(new Set(paths).size);
});

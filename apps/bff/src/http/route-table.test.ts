import { expect, test } from 'vitest';
import { defineRoute, type Route } from '#route.ts';
import { allowedMethods, chooseRow, groupRoutes } from './route-table.ts';

function row(method: Route['method'], path: string, action?: string): Route {
  return defineRoute({
    method,
    path,
    access: ['operator'],
    summary: '',
    handler: () => ({ status: 204 }),
    ...(action === undefined ? {} : { action }),
  });
}

test('a row without declared access stops the start', () => {
  const open = { ...row('GET', '/a'), access: [] };
  expect(() => groupRoutes([open])).toThrow('GET /a declares no access');
  const { access: _, ...none } = row('GET', '/b');
  // A row as plain JavaScript might write it.
  expect(() => groupRoutes([none as Route])).toThrow('GET /b declares no access');
});

test('two rows for one call stop the start, two actions of one path do not', () => {
  expect(() => groupRoutes([row('GET', '/a'), row('GET', '/a')])).toThrow('answered by two rows');
  expect(groupRoutes([row('POST', '/a', 'retry'), row('POST', '/a', 'stop'), row('GET', '/a')])).toHaveLength(1);
});

test('a row is chosen by method and action, HEAD as GET', () => {
  const rows = [row('GET', '/a'), row('POST', '/a', 'retry')];
  expect(chooseRow(rows, 'HEAD', null)).toBe(rows[0]);
  expect(chooseRow(rows, 'POST', 'retry')).toBe(rows[1]);
  expect(chooseRow(rows, 'POST', null)).toBeNull();
  expect(chooseRow(rows, 'DELETE', null)).toBeNull();
  expect(allowedMethods(rows)).toBe('GET, HEAD, POST');
});

test('a GET that does something is not reached by HEAD', () => {
  const rows = [{ ...row('GET', '/a'), getOnly: true as const }];
  expect(chooseRow(rows, 'GET', null)).toBe(rows[0]);
  expect(chooseRow(rows, 'HEAD', null)).toBeNull();
  expect(allowedMethods(rows)).toBe('GET');
});

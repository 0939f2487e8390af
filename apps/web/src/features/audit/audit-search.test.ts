import { expect, test } from 'vitest';
import { auditRequest, isAuditFiltered, readAuditFilter } from './audit-search.ts';

function read(search: string) {
  return readAuditFilter(new URLSearchParams(search));
}

test('the parameters of the address go into the request, a span as the moment it began', () => {
  const filter = read('kind=retry&by=anna&since=day&cursor=0192');
  expect(isAuditFiltered(filter)).toBe(true);
  const now = Date.parse('2026-03-02T08:00:30Z');
  expect(auditRequest(filter, now)).toEqual({
    kind: 'retry',
    by: 'anna',
    since: '2026-03-01T08:00:00.000Z',
    cursor: '0192',
  });
});

test('unknown parameters count as absent', () => {
  const filter = read('kind=everything&since=ever');
  expect(isAuditFiltered(filter)).toBe(false);
  expect(auditRequest(filter, 0)).toEqual({});
});

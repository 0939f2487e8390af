import { expect, test } from 'vitest';
import { loggedPath } from './request-log.ts';

const token = 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE';

test.each([`/wall/${token}`, `//wall/${token}`, `/WALL/${token}/`, `/wall%2f${token}`, `/wall/${token}x`])(
  'the secret of a wall link is cut out of %s',
  (path) => {
    expect(loggedPath(path)).not.toContain(token.slice(0, 20));
  },
);

test('ids stay readable and long addresses are cut', () => {
  const id = '/api/agents/jobs/78c3919c-54d7-43fe-b047-485d3566f11f';
  expect(loggedPath(id)).toBe(id);
  expect(loggedPath('/a'.repeat(1_000))).toHaveLength(300);
});

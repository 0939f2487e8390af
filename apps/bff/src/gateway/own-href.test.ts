import { expect, test } from 'vitest';
import { ownHref } from './own-href.ts';

test.each([
  ['https://em.inner:9398/api/jobs/1?format=Entity', '/em/jobs/1?format=Entity'],
  ['http://EM.inner/API/query?type=Task&filter=a=="b c"', '/em/query?type=Task&filter=a==%22b%20c%22'],
  ['https://em.inner:9398/api', '/em'],
  ['https://em.inner:9398/api/', '/em/'],
  ['https://em.inner/veeam/api/jobs#x', '/em/jobs#x'],
  ['https://em.inner:9398/web/x', '/em'],
  ['https://em.inner:9398', '/em'],
  ['https://em.inner/apis/jobs', '/em'],
  ['//em.inner/api/jobs', '/em/jobs'],
  ['//em.inner/web', '/em'],
  ['https:em.inner/api/jobs', '/em/jobs'],
  ['\\\\em.inner\\api\\jobs', '/em/jobs'],
  [' ht\ntps:/\t/em.inner/api/jobs', '/em/jobs'],
  ['https://user:word@em.inner/api/jobs', '/em/jobs'],
  ['https://[em.inner', '/em'],
  ['ftp://em.inner/x', '/em'],
  ['javascript:alert(1)', '/em'],
  ['/api/tasks', '/em/tasks'],
  ['jobs/1', 'jobs/1'],
  ['', ''],
])('%j becomes %j', (href, own) => {
  expect(ownHref(href, '')).toBe(own);
});

test('below a path of PUBLIC_URL it begins with that', () => {
  const hrefs = ['https://em.inner:9398/api/jobs/1', 'https://em.inner:9398', 'jobs/1'];
  expect(hrefs.map((href) => ownHref(href, '/retry'))).toEqual(['/retry/em/jobs/1', '/retry/em', 'jobs/1']);
});

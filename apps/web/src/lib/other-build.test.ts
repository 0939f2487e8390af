import { expect, test } from 'vitest';
import { isOtherBuild, isOwnPage, scriptsOf } from './other-build.ts';

const own = '<!doctype html><meta name="application-name" content="Retry Desk" />';
const page = `${own}<script src="/start.js"></script><script type="module" crossorigin src="/assets/index-abc.js"></script>`;

test('another build is one that loads other scripts', () => {
  expect(isOtherBuild(page, ['/start.js', '/assets/index-abc.js'])).toBe(false);
  expect(isOtherBuild(page, ['/start.js', '/assets/index-old.js'])).toBe(true);
  expect(scriptsOf(page)).toEqual(['/start.js', '/assets/index-abc.js']);
});

test('an error page is not another build, nor the page of somebody who stands between, with scripts of its own', () => {
  expect(isOtherBuild('Bad Gateway', ['/assets/index-abc.js'])).toBe(false);
  const portal = '<!doctype html><title>Sign in to the network</title><script src="/portal.js"></script>';
  expect([isOwnPage(portal), isOtherBuild(portal, ['/assets/index-abc.js'])]).toEqual([false, false]);
});

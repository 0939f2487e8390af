import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { row } from '../src/board-page.ts';
import { type DeskProcess, freePort, startDesk } from '../src/desk-process.ts';
import { test as base, expect } from '../src/test.ts';

type FirstDay = {
  /** A simulator that is ended with the test. */
  simulator: (seed: number) => Promise<EnterpriseManagerSimulator>;
  /** A server before it with some variables changed: what the administrator meets on the first day. */
  deskWith: (
    em: EnterpriseManagerSimulator,
    change: Record<string, string>,
  ) => Promise<{ url: string; desk: DeskProcess }>;
};

const test = base.extend<FirstDay>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures are needed from the pattern.
  simulator: async ({}, use) => {
    const started: EnterpriseManagerSimulator[] = [];
    await use(async (seed) => {
      const em = new EnterpriseManagerSimulator({ jobs: 24, seed });
      started.push(em);
      await em.start(0);
      return em;
    });
    for (const em of started) await em.stop();
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  deskWith: async ({}, use) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'retry-desk-start-'));
    const desks: DeskProcess[] = [];
    await use(async (em, change) => {
      const port = await freePort();
      const url = `http://localhost:${port}`;
      const desk = await startDesk(url, {
        EM_URL: em.url,
        EM_USERNAME: 'TECH\\svc-retrydesk',
        EM_PASSWORD: 'svc-demo',
        EM_CA_FILE: em.caFile,
        PORT: String(port),
        PUBLIC_URL: url,
        DATA_DIR: dataDir,
        POLL_SECONDS: '1',
        ...change,
      });
      desks.push(desk);
      return { url, desk };
    });
    for (const desk of desks) await desk.stop();
    rmSync(dataDir, { recursive: true, force: true });
  },
});

test('Enterprise Manager away at the start: the server starts and logs that, and serves when it comes', async ({
  page,
  simulator,
  deskWith,
}) => {
  const em = await simulator(1);
  const port = Number(new URL(em.url).port);
  await em.stop();
  const { url } = await deskWith(em, {});
  await page.goto(url);
  await page.getByLabel('User name').fill('TECH\\anna');
  await page.getByLabel('Password').fill('anna-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('Enterprise Manager is not responding');
  await em.start(port);
  await expect(async () => {
    const signIn = page.getByRole('button', { name: 'Sign in' });
    if (await signIn.isVisible()) await signIn.click();
    await expect(page.getByRole('table', { name: 'Jobs that need attention' })).toBeVisible({ timeout: 3_000 });
  }).toPass();
});

test('an account that is no Portal Administrator: every page shows what it lacks', async ({
  page,
  simulator,
  deskWith,
}) => {
  const em = await simulator(1);
  const { url } = await deskWith(em, { EM_USERNAME: 'TECH\\henry', EM_PASSWORD: 'henry-demo' });
  await page.goto(url);
  await page.getByLabel('User name').fill('TECH\\anna');
  await page.getByLabel('Password').fill('anna-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Portal Administrator').first()).toBeVisible();
  await expect(page.getByText('No job needs attention')).toHaveCount(0);
});

test('a certificate that is not trusted: the sign-in shows that, the log which setting to give', async ({
  page,
  simulator,
  deskWith,
}) => {
  const em = await simulator(1);
  const other = await simulator(2);
  const { url, desk } = await deskWith(em, { EM_CA_FILE: other.caFile });
  await page.goto(url);
  await page.getByLabel('User name').fill('TECH\\anna');
  await page.getByLabel('Password').fill('anna-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('Enterprise Manager is not responding as it should.');
  await expect(page.getByRole('alert')).not.toContainText('EM_');
  expect(desk.output()).toContain('EM_CA_FILE');
  expect(desk.output()).toContain('EM_FINGERPRINT');
});

test('strange names stay text on every page', async ({ stage, signIn }) => {
  const name = `<img src=x onerror=alert(1)> & "Ärger" 'ß' ${'x'.repeat(160)}`;
  stage.em.world.addJob({
    name,
    machines: ['<b>m&m</b>'],
    last: 'failed',
    reason: '<script>alert(1)</script> & "more"',
  });
  const page = await signIn('anna');
  await expect(row(page, name)).toContainText('<b>m&m</b>');
  await expect(row(page, name)).toContainText('<script>alert');
  await row(page, name)
    .getByRole('button', { name: /^All reasons of/ })
    .click();
  await expect(page.getByRole('definition').filter({ hasText: '<script>alert(1)</script>' })).toBeVisible();
  await row(page, name).getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('<img src=x onerror=alert(1)>');
});

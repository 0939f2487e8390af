import type { BrowserContext, Page } from '@playwright/test';
import { retry } from '../src/board-page.ts';
import { expect, test } from '../src/test.ts';

type Shown = { title: string; body: string };

/** Notifications as the page requested them, in this document. */
async function shownIn(page: Page): Promise<Shown[]> {
  return await page.evaluate(() => (Reflect.get(window, 'shown') ?? []) as { title: string; body: string }[]); // written below
}

/**
 * Notes what the page shows; it is shown all the same. The headless browser reports `denied` whatever it grants: here the
 * permission is what it answered when it was asked, and `default` before.
 */
async function noteNotifications(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const shown: { title: string; body: string }[] = [];
    Reflect.set(window, 'shown', shown);
    const asked = Notification;
    class Noted extends Notification {
      static override get permission(): NotificationPermission {
        return localStorage.getItem('answered') === 'granted' ? 'granted' : 'default';
      }
      static override async requestPermission(): Promise<NotificationPermission> {
        const answer = await asked.requestPermission();
        localStorage.setItem('answered', answer);
        return answer;
      }
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        shown.push({ title, body: options?.body ?? '' });
      }
    }
    Reflect.set(window, 'Notification', Noted);
  });
}

const retries = (page: Page) => page.getByRole('checkbox', { name: 'A retry of mine has ended' });
const causes = (page: Page) => page.getByRole('checkbox', { name: 'Jobs have failed for a new cause' });

/** From a page to another without a new document. */
async function goWithin(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name }).click();
}

test('a person is notified of their own retries and of new causes, where they have switched that on', async ({
  stage,
  signIn,
}) => {
  const own = stage.em.world.addJob({ name: 'Own', machines: ['o-1'], last: 'failed', outcome: 'success' });
  const others = stage.em.world.addJob({ name: 'Others', machines: ['o-2'], last: 'failed', outcome: 'success' });
  const quiet = stage.em.world.addJob({ name: 'Quiet', machines: ['q-1'], last: 'success' });
  const page = await signIn('anna');
  await page.context().grantPermissions(['notifications']);
  await noteNotifications(page.context());
  await page.goto('/settings');
  await expect(retries(page)).not.toBeChecked();
  expect(await shownIn(page)).toEqual([]);
  await retries(page).click();
  await expect(retries(page)).toBeChecked();
  await expect(causes(page)).not.toBeChecked();
  await causes(page).click();
  await expect(causes(page)).toBeChecked();
  await expect
    .poll(async () => (await shownIn(page)).map(({ title }) => title))
    .toEqual(['Notifications are on', 'Notifications are on']);

  // A new document: what stands on its first board is not new, and the choice is remembered.
  await page.goto('/');
  await expect(page.getByRole('link', { name: own.name, exact: true })).toBeVisible();
  const ben = await signIn('ben');
  await retry(ben, others.name);
  await retry(page, own.name);
  await expect.poll(async () => await shownIn(page)).toEqual([{ title: 'Own: Backed up', body: 'Your retry' }]);
  stage.em.world.fail(quiet, 'The certificate of the repository has expired on 12.04.2026');
  await expect.poll(async () => (await shownIn(page)).length).toBe(2);
  const [, cause] = await shownIn(page);
  expect(cause?.title).toMatch(/^New cause: .*certificate/i);
  expect(cause?.body).toBe('1 job: Quiet');
  await expect(ben.getByRole('article').filter({ hasText: others.name })).toContainText('Backed up');
  expect(await shownIn(page)).toHaveLength(2);

  await goWithin(page, 'Settings');
  await retries(page).uncheck();
  await causes(page).uncheck();
  await page.reload();
  await expect(retries(page)).not.toBeChecked();
  await expect(causes(page)).not.toBeChecked();
});

test('where the browser blocks notifications Settings shows what can be done, and nothing can be switched on', async ({
  signIn,
}) => {
  const page = await signIn('anna');
  await page.addInitScript(() => Object.defineProperty(Notification, 'permission', { get: () => 'denied' }));
  await page.goto('/settings');
  await expect(page.getByText(/^Notifications of this site are blocked in this browser/)).toBeVisible();
  await expect(retries(page)).toBeDisabled();
  await page.addInitScript(() => Reflect.deleteProperty(window, 'Notification'));
  await page.goto('/settings');
  await expect(page.getByText(/^This browser shows no notifications for this page/)).toBeVisible();
  await expect(causes(page)).toBeDisabled();
});

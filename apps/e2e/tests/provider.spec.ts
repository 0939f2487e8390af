import type { Page } from '@playwright/test';
import { row } from '../src/board-page.ts';
import { expect, test } from '../src/test.ts';

test.use({
  stageOptions: {
    simulator: { jobs: 12, seed: 1 },
    environment: { POLL_SECONDS: '1' },
    people: {
      olga: { groups: ['operators'] },
      vera: { groups: ['viewers', 'everybody'] },
      nick: { groups: ['everybody'] },
    },
  },
});

/** From the sign-in page to the provider's, and on with this name. */
async function signInByProvider(page: Page, person: string): Promise<void> {
  await page.getByRole('link', { name: 'Sign in with Example Org' }).click();
  await page.getByLabel('Account').fill(person);
  await page.getByRole('button', { name: 'Go on' }).click();
}

test('an operator signs in with the organisation, back to the page first opened, and signs out of both', async ({
  page,
  stage,
}) => {
  await page.goto(`${stage.url}/tasks?state=open`);
  await signInByProvider(page, 'olga');
  await expect(page).toHaveURL(`${stage.url}/tasks?state=open`);
  await expect(page.getByRole('button', { name: 'olga · operator' })).toBeVisible();
  await page.goto(`${stage.url}/`);
  await expect(page.getByRole('table', { name: 'Jobs that need attention' })).toBeVisible();

  await page.getByRole('button', { name: /olga/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: /sign me out/i }).click();
  await expect(page).toHaveURL(`${stage.url}/sign-in`);
  await page.goto(`${stage.url}/`);
  // Signed out there as well: the provider asks for a name again.
  await page.getByRole('link', { name: 'Sign in with Example Org' }).click();
  await expect(page.getByLabel('Account')).toBeVisible();
});

test('a viewer signs in with the organisation and changes nothing; both ways in stand side by side', async ({
  page,
  stage,
  signIn,
}) => {
  const job = stage.em.world.addJob({ name: 'Till 4', machines: ['t4'], last: 'failed' });
  await page.goto(stage.url);
  await signInByProvider(page, 'vera');
  await expect(row(page, job.name).getByRole('button', { name: /Retry/ })).toBeDisabled();
  const anna = await signIn('anna');
  await expect(row(anna, job.name).getByRole('button', { name: /Retry/ })).toBeEnabled();
});

test('somebody in no group, and somebody who changes their mind, read so on the sign-in page', async ({
  page,
  stage,
}) => {
  await page.goto(stage.url);
  await signInByProvider(page, 'nick');
  await expect(page.getByRole('alert')).toContainText('none of your groups');
  await page.context().clearCookies();
  await signInByProvider(page, '');
  await expect(page.getByRole('alert')).toContainText('not confirmed');
  await expect(page.getByLabel('Password')).toBeVisible();
});

test('a provider that is away is named, and the account of Enterprise Manager still opens the door', async ({
  page,
  stage,
}) => {
  await stage.provider?.stop();
  await page.goto(stage.url);
  await page.getByRole('link', { name: 'Sign in with Example Org' }).click();
  await expect(page.getByRole('alert')).toContainText('is not responding');
  await page.getByLabel('User name').fill('TECH\\anna');
  await page.getByLabel('Password').fill('anna-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('table', { name: 'Jobs that need attention' })).toBeVisible();
});

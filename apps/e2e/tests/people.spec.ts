import { card, retry, row } from '../src/board-page.ts';
import { expect, test } from '../src/test.ts';

test('a viewer sees jobs, reasons and cards, and every Retry explains why it cannot be pressed', async ({
  stage,
  signIn,
}) => {
  const job = stage.em.world.addJob({
    name: 'Warehouse terminals',
    machines: ['wt-18'],
    last: 'failed',
    outcome: 'success',
  });
  const henry = await signIn('henry');
  await expect(row(henry, job.name)).toContainText('wt-18');
  const button = row(henry, job.name).getByRole('button', { name: /Retry/ });
  await expect(button).toBeDisabled();
  await expect(button).toHaveAccessibleDescription(/operator/i);

  const anna = await signIn('anna');
  await retry(anna, job.name);
  await expect(card(henry, job.name)).toContainText('Backed up');
});

test('a wrong password and an unknown account get the same answer', async ({ page, stage }) => {
  await page.goto(stage.url);
  const messages: string[] = [];
  for (const [name, password] of [
    ['TECH\\anna', 'wrong'],
    ['TECH\\nobody', 'wrong'],
  ] as const) {
    await page.getByLabel('User name').fill(name);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    messages.push((await page.getByRole('alert').textContent()) ?? '');
    await page.reload();
  }
  expect(messages[0]).toBe(messages[1]);
});

test('an account without a portal role reads that it has no access', async ({ page, stage }) => {
  await page.goto(stage.url);
  await page.getByLabel('User name').fill('TECH\\rita');
  await page.getByLabel('Password').fill('rita-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText(/Enterprise Manager/);
});

test('sign-out ends the session: the next page asks for a name, and leads to where it was meant for', async ({
  signIn,
}) => {
  const page = await signIn('anna');
  await page.getByRole('button', { name: /anna/ }).click();
  await page
    .getByRole('menuitem', { name: 'Sign out' })
    .or(page.getByRole('button', { name: 'Sign out' }))
    .click();
  await expect(page.getByLabel('Password')).toBeVisible();
  const signs = 'Köln 100% #1 %41 🗄';
  const place = `/machines?q=${encodeURIComponent(signs)}#gr%C3%B6%C3%9Fer`;
  await page.goto(place);
  await page.getByLabel('User name').fill(' ');
  await page.getByLabel('Password').fill('anna-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByLabel('User name')).toBeFocused();
  await page.getByLabel('User name').fill('TECH\\anna');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(place);
  await expect(page.getByRole('searchbox')).toHaveValue(signs);
});

test('a sign-out that does not reach the server is reported, and the page forgets what it has shown', async ({
  signIn,
  stage,
}) => {
  const page = await signIn('anna');
  await expect(page.getByRole('table').first()).toBeVisible();
  // From here on nothing is fetched; what the page fetches when it is idle may not be here yet.
  stage.signalDesk('SIGSTOP');
  await page.getByRole('button', { name: /anna/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  // A person on another page meanwhile reads it all the same.
  await page.keyboard.press('Escape');
  await expect(page.locator('#account')).toBeHidden();
  stage.signalDesk('SIGKILL');
  await stage.stopDesk();
  await expect(page.locator('#account').getByRole('alert')).toBeVisible();
  await expect(page.getByRole('table')).toHaveCount(0);
  await stage.startDesk();
  await expect(page.getByRole('table').first()).toBeVisible();
});

test('a page that nobody touches marks its polls, and no more when somebody is back', async ({ signIn }) => {
  const anna = await signIn('anna');
  await anna.clock.install();
  await anna.goto('/');
  await expect(anna.getByRole('table').first()).toBeVisible();
  /** The header of the next request for the board. */
  const next = () =>
    anna
      .waitForRequest((request) => new URL(request.url()).pathname === '/api/board')
      .then((request) => request.headers()['x-unattended']);
  const left = next();
  await anna.clock.fastForward('02:00');
  expect(await left).toBe('1');
  await anna.mouse.move(20, 20);
  await anna.mouse.move(40, 40);
  const back = next();
  await anna.clock.fastForward('00:15');
  expect(await back).toBeUndefined();
});

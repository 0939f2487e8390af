import { readFile } from 'node:fs/promises';
import { onThisMachine } from '../src/desk-process.ts';
import { expect, test } from '../src/test.ts';

test('an operator revokes a session: its page asks for a name with its next request', async ({ signIn }) => {
  const henry = await signIn('henry');
  const anna = await signIn('anna');
  await anna.goto('/settings');
  await anna.getByRole('button', { name: 'Revoke the session of TECH\\henry' }).click();
  await expect(henry.getByLabel('Password')).toBeVisible();
  await expect(anna.getByRole('table', { name: 'Signed in' })).not.toContainText('henry');
});

test('a wall link that is revoked ends its screen; one of some servers shows those alone', async ({
  signIn,
  stage,
  browser,
}) => {
  const anna = await signIn('anna');
  await anna.goto('/settings');
  const form = anna.getByRole('form').or(anna.locator('form')).filter({ hasText: 'Create wall link' });
  await form.getByLabel('Name of the screen').fill('Office');
  await form.getByText('Some', { exact: true }).click();
  await form.getByRole('button', { name: 'Create wall link' }).click();
  await expect(form).toContainText('Select at least one backup server.');
  const box = form.getByRole('checkbox').first();
  await box.check();
  await form.getByText('Hidden', { exact: true }).click();
  await form.getByRole('button', { name: 'Create wall link' }).click();
  const address = await anna.getByLabel('Address of the wall link').inputValue();
  const line = anna.getByRole('table', { name: 'Wall links' }).getByRole('row', { name: /Office/ });
  await expect(line).toContainText('without reasons');

  const context = await browser.newContext({ baseURL: stage.url });
  const wall = await context.newPage();
  await wall.goto(address);
  await wall.getByRole('button', { name: 'Open the wall here' }).click();
  await expect(wall).toHaveURL(`${stage.url}/wall`);
  await expect(wall.getByText(/failed/i).first()).toBeVisible();
  await line.getByRole('button', { name: 'Revoke the wall link for Office' }).click();
  await anna.getByRole('dialog').getByRole('button', { name: 'Revoke wall link' }).click();
  await expect(wall.getByText(/link/i).first()).toBeVisible();
  expect((await wall.request.get('/api/board')).status()).toBe(401);
  await context.close();
});

test('a wall link opens one screen, which may come back by it; a second one explains that, shows a code, and is opened by that; one for many opens both', async ({
  signIn,
  stage,
  browser,
}) => {
  const anna = await signIn('anna');
  await anna.goto('/settings');
  const line = anna.getByRole('table', { name: 'Wall links' }).getByRole('row', { name: /Hall/ });
  const [one, two] = [await browser.newContext(), await browser.newContext()];
  const [first, second] = [await one.newPage(), await two.newPage()];
  async function make(name: string): Promise<string> {
    await anna.getByLabel('Name of the screen').fill(name);
    await anna.getByRole('button', { name: 'Create wall link' }).click();
    const address = anna.getByLabel('Address of the wall link');
    for (const part of [address, anna.getByRole('button', { name: 'Done' })])
      await expect(part).toBeInViewport({ ratio: 1 });
    const made = await address.inputValue();
    await anna.getByRole('button', { name: 'Done' }).click();
    return made;
  }

  const address = await make('Hall');
  await expect(line).toContainText('not opened yet');
  // Opening the page alone uses nothing up.
  await second.goto(address);
  await expect(second.getByRole('button', { name: 'Open the wall here' })).toBeVisible();
  await first.goto(address);
  await expect(first.getByRole('button', { name: 'Open the wall here' })).toBeFocused();
  await first.keyboard.press('Enter');
  for (const again of [false, true]) {
    if (again) await first.goto(address);
    await expect(first).toHaveURL(`${stage.url}/wall`);
    await expect(first.getByRole('main')).toContainText(/failed/);
  }
  await second.goto(address);
  await expect(second.getByText('Already used on another screen')).toBeVisible();
  await second.getByRole('link', { name: 'Show the wall without the link' }).click();
  await expect(second.getByText('Nobody is signed in here')).toBeVisible();
  await expect(second.getByText(/Valid until \d\d:\d\d/)).toBeVisible();
  const code = ((await second.locator('main > section p > b').textContent()) ?? '').toLowerCase();
  await anna.reload();
  await anna.getByLabel('Name of the screen').fill('Stairs');
  await anna.getByLabel('Code on the screen').fill('no code');
  await anna.getByRole('button', { name: 'Find the screen' }).click();
  await expect(anna.getByText('Not a valid code: enter the 6 letters')).toBeVisible();
  await anna.getByLabel('Code on the screen').fill(` ${code}`);
  await anna.getByRole('button', { name: 'Find the screen' }).click();
  await expect(anna.getByText(/It connects from (127\.0\.0\.1|::1) and has shown this code since/)).toBeInViewport();
  await expect(second.getByText('An operator has typed this code.')).toBeVisible();
  await anna.getByRole('button', { name: 'Open the wall on this screen' }).click();
  await expect(anna.getByText('The wall opens on Stairs')).toBeInViewport();
  await expect(second.getByRole('main')).toContainText(/failed/);
  await anna.getByRole('button', { name: 'Done' }).click();
  const stairs = anna.getByRole('table', { name: 'Wall links' }).getByRole('row', { name: /Stairs/ });
  await anna.reload();
  await expect(stairs).toContainText('in use');
  await expect(line).toContainText('in use');

  await anna.getByText('Many screens', { exact: true }).click();
  const shared = await make('Lobby');
  for (const page of [first, second]) {
    await page.goto(shared);
    await expect(page).toHaveURL(`${stage.url}/wall`);
    await expect(page.getByRole('main')).toContainText(/failed/);
  }
  await one.close();
  await two.close();
});

test('an API token created in Settings works in a script until it is revoked; the audit shows both', async ({
  signIn,
  stage,
}) => {
  const anna = await signIn('anna');
  await anna.goto('/settings');
  const form = anna.locator('form').filter({ hasText: 'Create API token' });
  await form.getByRole('button', { name: 'Create API token' }).click();
  await expect(form).toContainText('Give the script a name.');
  await form.getByLabel('Name of the script').fill('Nightly report');
  await form.getByRole('button', { name: 'Create API token' }).click();
  const secret = await anna.getByLabel('API token', { exact: true }).inputValue();
  const script = (token = secret) =>
    fetch(`${onThisMachine(stage.url)}/api/tasks`, { headers: { authorization: `Bearer ${token}` } });
  expect((await script()).status).toBe(200);
  await anna.getByRole('button', { name: 'Done' }).click();
  await anna.getByRole('button', { name: 'Renew the API token for Nightly report' }).click();
  await anna.getByRole('dialog').getByRole('button', { name: 'Renew token' }).click();
  await expect(anna.getByText('The old secret does not work any more.')).toBeVisible();
  const renewed = await anna.getByLabel('API token', { exact: true }).inputValue();
  expect((await script()).status).toBe(401);
  expect((await script(renewed)).status).toBe(200);
  await anna.getByRole('button', { name: 'Revoke the API token for Nightly report' }).click();
  await expect(anna.getByText('No API token yet.')).toBeVisible();
  expect((await script(renewed)).status).toBe(401);

  await anna.getByRole('link', { name: 'Audit' }).click();
  const log = anna.getByRole('table', { name: 'Audit' });
  await expect(log.getByRole('row', { name: /API token created.*Nightly report/ })).toBeVisible();
  await anna.getByLabel('What').selectOption('API token revoked');
  await expect(anna).toHaveURL(/kind=token-revoked/);
  await expect(log.getByRole('row', { name: /API token created/ })).toHaveCount(0);
  await expect(log.getByRole('row', { name: /API token revoked/ })).toHaveCount(1);
  const download = anna.waitForEvent('download');
  await anna.getByRole('button', { name: 'CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/);
  // As Excel opens it by a double-click in every language: UTF-16 with its mark, and tabs.
  const bytes = await readFile(await (await download).path());
  expect([...bytes.subarray(0, 2)]).toEqual([0xff, 0xfe]);
  expect(bytes.toString('utf16le')).toMatch(
    /^\ufeffat\tkind\tuser\taddress\tsubject\tdetail\tid\tperson\r\n[^\r]+\ttoken-revoked\t/,
  );
});

test('a viewer cannot read the audit log, learns who can, and finds the way on', async ({ signIn }) => {
  const henry = await signIn('henry');
  await henry.goto('/settings');
  await expect(henry.getByText('Certificate check')).toBeVisible();
  await expect(henry.getByRole('main')).not.toContainText(/EM_|DATA_DIR/);
  await henry.getByRole('link', { name: 'Open the wall in this browser' }).click();
  await expect(henry).toHaveURL('/wall');
  await expect(henry.getByRole('main')).toContainText(/failed/);
  await henry.goto('/');
  await henry.getByRole('button', { name: 'henry · viewer' }).click();
  await henry.getByRole('link', { name: 'Wall', exact: true }).click();
  await expect(henry).toHaveURL('/wall');
  await expect(henry.getByRole('main')).toContainText(/failed/);
  await henry.goto('/audit');
  await expect(henry.getByRole('heading', { name: 'Only operators can read the audit log' })).toBeVisible();
  await henry.getByRole('link', { name: 'Go to the board' }).click();
  await expect(henry).toHaveURL('/');
});

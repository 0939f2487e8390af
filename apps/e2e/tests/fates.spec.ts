import { card, retry, row } from '../src/board-page.ts';
import { expect, test } from '../src/test.ts';

const environment = { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1' };
const clock = /\d\d:\d\d/.source;

test.describe('a retry that ended', () => {
  test.use({
    stageOptions: {
      simulator: { jobs: 8, speed: 20 },
      environment: { ...environment, VERDICT_SECONDS: '8' },
      prepare({ world }) {
        world.addJob({ name: 'Kiosk', machines: ['kiosk-03'], last: 'failed', outcome: 'failed' });
        world.addJob({ name: 'Payroll', machines: ['pay-01'], last: 'failed', outcome: 'refuse-result' });
      },
    },
  });

  test('stands on the row as failed again, or refused, until a newer run comes', async ({ stage, signIn }) => {
    const { world } = stage.em;
    const page = await signIn('anna');
    await retry(page, 'Kiosk');
    await expect(row(page, 'Kiosk')).toContainText(new RegExp(`failed again ${clock}`));
    await expect(row(page, 'Kiosk').getByRole('button', { name: 'Retry' })).toBeEnabled();
    await retry(page, 'Payroll');
    await expect(row(page, 'Payroll')).toContainText(new RegExp(`refused ${clock}`));

    // On a page that is opened anew as well: a row keeps its last retry for days.
    await page.reload();
    await expect(row(page, 'Kiosk')).toContainText(new RegExp(`failed again ${clock}`));
    await expect(row(page, 'Payroll')).toContainText(new RegExp(`refused ${clock}`));

    for (const [name, fate] of [
      ['Kiosk', 'failed again'],
      ['Payroll', 'refused'],
    ] as const) {
      world.startRun(name);
      world.finishRun(name, 'failed', 'The volume is locked');
      await expect(row(page, name)).toContainText('The volume is locked');
      await expect(row(page, name)).not.toContainText(fate);
    }
  });
});

test.describe('a retry of which nothing is learned', () => {
  test.use({
    stageOptions: {
      simulator: { jobs: 8, speed: 20 },
      environment: { ...environment, VERDICT_SECONDS: '4' },
      prepare({ world }) {
        world.addJob({ name: 'Ledger', machines: ['ledger-01'], last: 'failed', outcome: 'success' });
      },
    },
  });

  test('stands on the row as not confirmed', async ({ stage, signIn }) => {
    const page = await signIn('anna');
    stage.em.faults.add({ method: 'POST', path: /action=retry/, do: { kind: 'cut-before' } });
    await retry(page, 'Ledger');
    await expect(card(page, 'Ledger')).toContainText('Not confirmed');
    await expect(row(page, 'Ledger')).toContainText(new RegExp(`not confirmed ${clock}`));
    await expect(row(page, 'Ledger').getByRole('button', { name: 'Retry' })).toBeEnabled();
  });
});

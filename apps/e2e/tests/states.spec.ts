import type { Page } from '@playwright/test';
import { card, retry, row } from '../src/board-page.ts';
import type { Stage } from '../src/stage.ts';
import { expectOnTaskPages } from '../src/task-pages.ts';
import { expect, test } from '../src/test.ts';

const quick = { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1', VERDICT_SECONDS: '4' };

test.use({
  stageOptions: {
    simulator: { jobs: 8, speed: 20 },
    environment: quick,
    prepare: ({ world }) => {
      world.addJob({ name: 'Lab Windows', machines: ['lab-1'], last: 'failed', outcome: 'warning' });
      world.addJob({ name: 'SAP HANA', machines: ['hana01'], last: 'failed', outcome: 'success' });
      world.addJob({ name: 'Kiosk', machines: ['kiosk-03'], last: 'failed', outcome: 'failed' });
    },
  },
});

/** The reason on the card: Enterprise Manager's words for the one machine of the job. */
async function reasonOn(page: Page, job: string): Promise<string> {
  const reason = card(page, job)
    .getByRole('paragraph')
    .filter({ hasNotText: /^Cause: / })
    .nth(1);
  await expect(reason).toHaveText(/\w+ \w+/);
  return (await reason.textContent()) ?? '';
}

/** Retries a job and lets its run end so once the card has shown it running, however slow the machine is. */
async function retryTo(result: 'warning' | 'failed', { em }: Stage, page: Page, job: string): Promise<void> {
  await retry(page, job);
  await expect.poll(() => em.executions.length).toBe(1);
  em.world.holdRun(job);
  await expect(card(page, job)).toContainText('Backing up');
  em.world.finishRun(job, result);
}

test('a retry that ends with a warning shows it with the reason, and so does the row of the job', async ({
  stage,
  signIn,
}) => {
  const job = 'Lab Windows';
  const page = await signIn('anna');

  await retryTo('warning', stage, page, job);
  await expect(card(page, job)).toContainText('Backed up with warnings · warnings on 1 of 1 machine');
  const reason = await reasonOn(page, job);
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await expect(row(page, job)).toContainText('Newest run: Warning');
  await expectOnTaskPages(page, job, {
    title: 'Backed up with warnings',
    under: reason,
    steps: ['requested', 'accepted', 'triggered', 'running', 'backed up with warnings'],
  });
});

const losses = [
  { name: 'the connection is cut', fault: { kind: 'cut-before' } },
  { name: 'a proxy answers 502', fault: { kind: 'status', status: 502, body: '<html>Bad Gateway</html>' } },
] as const;

for (const { name, fault } of losses) {
  test(`a request that left no trace (${name}) is not confirmed, not sent again, and can be retried`, async ({
    stage,
    signIn,
  }) => {
    const job = 'SAP HANA';
    const page = await signIn('anna');

    stage.em.faults.add({ method: 'POST', path: /action=retry/, do: fault });
    await retry(page, job);
    await expect(card(page, job)).toContainText('Not confirmed');
    await expect(card(page, job)).toContainText('It is not known whether the job was started');
    await expect(row(page, job).getByRole('button', { name: 'Retry' })).toBeEnabled();
    expect(stage.em.executions).toEqual([]);
    await expectOnTaskPages(page, job, {
      title: 'Not confirmed',
      under: 'It is not known whether the job was started; the request was not sent a second time.',
      steps: ['requested', 'requested', 'not confirmed'],
    });
    await page.goto('/');
    await retry(page, job);
    await expect(card(page, job)).toContainText('Backed up');
    expect(stage.em.executions).toHaveLength(1);
  });
}

test('a retry that fails again shows that with the reason, and its card offers the next one', async ({
  stage,
  signIn,
}) => {
  const job = 'Kiosk';
  const page = await signIn('anna');

  await retryTo('failed', stage, page, job);
  await expect(card(page, job)).toContainText('Failed again · kiosk-03');
  const reason = await reasonOn(page, job);
  // The row shows its cause, and the whole reason with one press.
  await row(page, job)
    .getByRole('button', { name: `All reasons of ${job}` })
    .click();
  await expect(page.getByRole('definition').filter({ hasText: reason })).toBeVisible();
  await expect(card(page, job).getByRole('button', { name: 'Retry' })).toBeEnabled();
  await expectOnTaskPages(page, job, {
    title: 'Failed again',
    under: reason,
    steps: ['requested', 'accepted', 'triggered', 'running', 'failed again'],
  });
});

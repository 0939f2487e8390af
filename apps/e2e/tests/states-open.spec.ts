import { card, retry, row } from '../src/board-page.ts';
import { fewViews, findings } from '../src/findings.ts';
import type { Stage } from '../src/stage.ts';
import { expectOnTaskPages } from '../src/task-pages.ts';
import { expect, test } from '../src/test.ts';

const quick = { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1', VERDICT_SECONDS: '4' };

function prepare({ world }: Stage['em']): void {
  world.addJob({ name: 'Branch Kiel', machines: ['kiel'], last: 'failed', outcome: 'success' });
}

/** Every request that ended a task of Enterprise Manager. */
function endings({ em }: Stage): unknown[] {
  return em.requests.filter(({ method, path }) => method === 'DELETE' && path.includes('/tasks/'));
}

test.describe('while Enterprise Manager has not collected', () => {
  const speed = 20;
  // Enterprise Manager collects about every hour, and now lies in the middle between two collections.
  const interval = Date.now() / (Math.floor(Date.now() / 3_600_000) + 0.5);
  const collectionMinutes = (interval * speed) / 60_000;
  test.use({
    stageOptions: {
      simulator: { jobs: 8, speed, collectionMinutes },
      environment: { ...quick, COLLECT_UNSEEN: 'no' },
      prepare,
    },
  });

  test('the card shows that and keeps looking, and what is collected at last is found and ends', async ({
    stage,
    signIn,
  }) => {
    const job = 'Branch Kiel';
    const page = await signIn('anna');

    await retry(page, job);
    await expect(card(page, job)).toContainText('Triggered, not yet collected');
    await expect(card(page, job)).toContainText('Enterprise Manager has not collected the run yet');
    await expect(card(page, job)).toContainText(`Job "${job}" triggered to retry.`);
    await expect(row(page, job).getByRole('button', { name: 'unseen' })).toBeDisabled();
    await expectOnTaskPages(page, job, {
      title: 'Triggered, not yet collected',
      under: 'Enterprise Manager has not collected the run yet; Retry Desk keeps checking.',
      steps: ['requested', 'accepted', 'triggered', 'unseen'],
    });

    stage.em.world.collect();
    await expect(page.getByRole('main').getByRole('status')).toHaveText('Backed up');
    await page.goto('/');
    await expect(card(page, job)).toContainText('Backed up');
    expect(stage.em.executions).toHaveLength(1);
  });

  test('an operator releases the job: not confirmed, by whom, and it can be retried', async ({ stage, signIn }) => {
    const job = 'Branch Kiel';
    const page = await signIn('anna');
    const ben = await signIn('ben');

    await retry(page, job);
    await card(ben, job).getByRole('button', { name: 'Release job' }).click();
    const dialog = ben.getByRole('dialog', { name: 'Release this job?' });
    await expect(dialog).toContainText('may run the job a second time');
    await dialog.getByLabel('Reason for the release').fill('INC-4711');
    await dialog.getByRole('button', { name: 'Release job' }).click();
    for (const each of [page, ben]) {
      await expect(card(each, job)).toContainText('Not confirmed');
      await expect(card(each, job)).toContainText(
        'Released by TECH\\ben: INC-4711. It is not known whether the job was started',
      );
      await expect(row(each, job).getByRole('button', { name: 'Retry' })).toBeEnabled();
    }
    await expectOnTaskPages(page, job, {
      title: 'Not confirmed',
      under: 'Released by TECH\\ben: INC-4711. It is not known whether the job was started',
      steps: ['requested', 'accepted', 'triggered', 'unseen', 'not confirmed'],
    });
    expect(stage.em.executions).toHaveLength(1);
  });
});

test.describe("while Enterprise Manager's task still runs", () => {
  // The desk searches for a run for four seconds after the task was cancelled; the verdict must not come first.
  const environment = { ...quick, VERDICT_SECONDS: '60' };
  test.use({ stageOptions: { simulator: { jobs: 8, speed: 0.02 }, environment, prepare } });

  test('an operator cancels it from the card, which shows stopped and by whom', async ({ stage, signIn }) => {
    const job = 'Branch Kiel';
    const [anna, ben, henry] = [await signIn('anna'), await signIn('ben'), await signIn('henry')];

    await retry(anna, job);
    await expect(card(henry, job)).toContainText('Accepted');
    await expect(card(henry, job).getByRole('button')).toHaveCount(0);
    await card(ben, job).getByRole('button', { name: 'Cancel task' }).click();
    await expect(ben.getByRole('dialog', { name: 'Cancel this task?' })).toBeVisible();
    expect(await findings(ben, 'the dialog Cancel this task?', fewViews, 'dialog[open]')).toEqual([]);
    await ben.getByRole('dialog').getByRole('button', { name: 'Cancel task' }).click();
    await expect(ben.getByRole('dialog')).toBeHidden();
    for (const page of [anna, ben, henry]) {
      await expect(card(page, job)).toContainText('Stopped before it triggered');
      await expect(card(page, job)).toContainText('The task was cancelled by TECH\\ben.');
      await expect(card(page, job)).toContainText('requested by TECH\\anna');
    }
    await expectOnTaskPages(henry, job, {
      title: 'Stopped',
      under: 'The task was cancelled by TECH\\ben.',
      // One for the person who cancelled the task, one for Enterprise Manager's answer.
      steps: ['requested', 'accepted', 'accepted', 'accepted', 'stopped'],
    });
    await expect(henry.getByRole('table', { name: 'Steps' })).toContainText('TECH\\ben requested to cancel the task');
    await expect(henry.getByRole('table', { name: 'Steps' })).toContainText(/Enterprise Manager has ended task-\d+/);
    expect(endings(stage)).toHaveLength(1);
  });
});

test.describe('once Enterprise Manager has triggered the job', () => {
  test.use({ stageOptions: { simulator: { jobs: 8, speed: 0.15 }, environment: quick, prepare } });

  test('somebody about to cancel the task reads that it is too late, and nothing is stopped', async ({
    stage,
    signIn,
  }) => {
    const job = 'Branch Kiel';
    const page = await signIn('anna');

    await retry(page, job);
    await card(page, job).getByRole('button', { name: 'Cancel task' }).click();
    const dialog = page.getByRole('dialog', { name: 'Cancel this task?' });
    await expect(dialog.getByRole('alert')).toContainText('the task can no longer be cancelled');
    await expect(dialog.getByRole('button', { name: 'Cancel task' })).toHaveCount(0);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await expect(card(page, job)).toContainText('Backing up');
    await expect(card(page, job).getByRole('button', { name: 'Cancel task' })).toHaveCount(0);
    expect(endings(stage)).toEqual([]);
  });
});

import { row } from '../src/board-page.ts';
import { signInByCall, textIn } from '../src/desk-client.ts';
import { expect, test } from '../src/test.ts';
import { weakMarks } from '../src/weak-marks.ts';

test.use({
  stageOptions: {
    simulator: { jobs: 24, seed: 1, speed: 20 },
    environment: { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1', VERDICT_SECONDS: '8' },
    prepare({ world }) {
      world.addJob({ name: 'Retried', machines: ['r-1'], last: 'failed', streak: 3, outcome: 'success' });
      world.addJob({ name: 'Refused', machines: ['r-2'], last: 'failed', outcome: 'refuse-result' });
    },
  },
});

test('every mark of a state and every bar stands out 3:1 from what it is drawn on, in both themes and in forced colours', async ({
  stage,
  signIn,
}) => {
  const anna = await signInByCall(stage.url, 'anna');
  const jobId = (name: string) => stage.em.world.job(name).id;
  const page = await signIn('anna');
  await expect(row(page, 'Retried')).toBeVisible();
  await anna.call('POST', `/api/agents/jobs/${jobId('Refused')}?action=retry`, {});
  const task = await anna.call('POST', `/api/agents/jobs/${jobId('Retried')}?action=retry`, {});
  await expect.poll(() => stage.em.executions.length).toBeGreaterThan(0);
  stage.em.world.holdRun('Retried');
  const weak: string[] = [];
  for (const path of [
    '/',
    '/?state=all',
    '/?by=cause',
    `/jobs/${jobId('Retried')}`,
    '/tasks',
    `/tasks/${textIn(task, 'taskId')}`,
    '/machines',
    '/shift?since=week',
    '/machines?q=ber',
    '/machines?view=age',
    '/settings',
    '/wall',
  ]) {
    await page.goto(path);
    await expect(page.getByRole('main')).toBeVisible();
    await expect(page.getByText(/^(Loading|Requesting|Searching)/)).toHaveCount(0);
    if (path === '/') {
      // A row that is selected or pointed at has another ground.
      await row(page, 'Refused').getByRole('checkbox').check();
      await page.getByRole('rowheader').first().hover();
    }
    for (const [colorScheme, forcedColors] of [
      ['light', 'none'],
      ['dark', 'none'],
      ['light', 'active'],
      ['dark', 'active'],
    ] as const) {
      await page.emulateMedia({ colorScheme, forcedColors });
      const found = await weakMarks(page);
      expect(found.seen, path).toBeGreaterThan(0);
      weak.push(...found.weak.map((mark) => `${path}, ${colorScheme}, forced colours ${forcedColors}: ${mark}`));
    }
  }
  expect(weak).toEqual([]);
});

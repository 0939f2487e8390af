import { row } from '../src/board-page.ts';
import { countRenders, takeRenders } from '../src/count-renders.ts';
import { expect, test } from '../src/test.ts';

const jobs = Array.from({ length: 20 }, (_, number) => `Drawn ${String(number + 1).padStart(2, '0')}`);

test.use({
  stageOptions: {
    simulator: { jobs: 0 },
    environment: { POLL_SECONDS: '2', RETRY_POLL_SECONDS: '1' },
    prepare(em) {
      for (const name of jobs)
        em.world.addJob({ name, machines: [`${name} host`], last: 'failed', reason: 'Disk full' });
    },
  },
});

test('the page polls again when the server announced that there can be something new', async ({ signIn }) => {
  const page = await signIn('anna');
  const gaps: { announced: number; passed: number }[] = [];
  let last: { announced: number; at: number } | null = null;
  page.on('request', (request) => {
    if (last === null || new URL(request.url()).pathname !== '/api/board') return;
    gaps.push({ announced: last.announced, passed: performance.now() - last.at });
  });
  page.on('response', async (response) => {
    if (new URL(response.url()).pathname !== '/api/board') return;
    last = { announced: Number(response.headers()['x-poll-after']), at: performance.now() };
  });
  await expect.poll(() => gaps.length, { timeout: 40_000 }).toBeGreaterThanOrEqual(5);
  for (const { announced, passed } of gaps) {
    expect(announced).toBeGreaterThan(0);
    expect(announced).toBeLessThanOrEqual(4_000);
    expect(passed).toBeGreaterThan(Math.max(250, announced) - 200);
  }
});

test('a row that has not changed is not rendered again when another one has', async ({ signIn, stage }) => {
  const page = await signIn('anna');
  await countRenders(page);
  await page.goto('/?sort=job');
  await expect(row(page, 'Drawn 20')).toBeVisible();
  expect(Object.keys(await takeRenders(page)).sort()).toEqual(jobs);
  const changed = stage.em.world.jobs().find(({ name }) => name === 'Drawn 07');
  stage.em.world.fail(changed?.id ?? '', 'The network path was not found');
  await expect(row(page, 'Drawn 07')).toContainText('The network path was not found');
  expect(Object.keys(await takeRenders(page))).toEqual(['Drawn 07']);
});

test('a search is requested once its text stays the same, not letter by letter', async ({ signIn }) => {
  const page = await signIn('ben');
  const searched: string[] = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/api/machines') searched.push(searchParams.get('q') ?? '');
  });
  await page.goto('/machines');
  const search = page.getByRole('searchbox');
  await expect(search).toBeVisible();
  // However slow the machine is, no letter comes later than the next.
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  const before = searched.length;
  await search.pressSequentially('drawn 13 host');
  await page.clock.resume();
  await expect(page.getByRole('heading', { name: 'Drawn 13 host' })).toBeVisible();
  await expect.poll(() => searched.slice(before)).toEqual(['drawn 13 host']);
});

test('a page whose server takes its time shows that it loads, and then shows the board', async ({ signIn }) => {
  const page = await signIn('anna');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  const slow = { offline: false, latency: 3_000, downloadThroughput: -1, uploadThroughput: -1 };
  await devtools.send('Network.emulateNetworkConditions', slow);
  await page.goto('/');
  await expect(page.getByText('Loading …')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Jobs that need attention' })).toBeVisible();
});

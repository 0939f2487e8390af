import { expect, test } from '@playwright/test';
import { type DeskClient, signInByCall, textIn } from '../src/desk-client.ts';
import { type Engine, engines, missingFor } from '../src/engines/engines.ts';
import { canRead, colours, complain, fill, press, shownCode, wallLayout } from '../src/engines/in-page.ts';
import type { Screen } from '../src/engines/screen.ts';
import { openStage, type Stage } from '../src/stage.ts';

// One server for all, and one engine after the other: each is started once and walks through all its screens.
test.describe.configure({ mode: 'default' });
test.use({ trace: 'off' });

const within = { timeout: 60_000, intervals: [100] };

let stage: Stage;
let anna: DeskClient;
let taskId: string;

test.beforeAll(async () => {
  stage = await openStage({
    simulator: { jobs: 8, speed: 20 },
    environment: { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1' },
    prepare({ world }) {
      world.addJob({ name: 'Ablage Köln', machines: ['koeln-01'], last: 'failed', reason: 'The disk is full' });
      const away =
        "Cannot connect to the host's administrative share. Win32 error:The network path was not found. Code: 53";
      for (const name of ['graz-01', 'linz-01'])
        world.addJob({ name: `Branch ${name}`, machines: [name], last: 'failed', reason: away });
      world.addJob({ name: 'Retried before', machines: ['again-01'], last: 'failed', outcome: 'success' });
    },
  });
  anna = await signInByCall(stage.url, 'anna');
  const again = stage.em.world.jobs().find(({ name }) => name === 'Retried before');
  taskId = textIn(await anna.call('POST', `/api/agents/jobs/${again?.id}?action=retry`, {}), 'taskId');
});
test.afterAll(() => stage.stop());

async function read(screen: Screen, text: string): Promise<void> {
  // An evaluation at the moment a page is left has no answer: it is tried again.
  await expect(async () => expect(await screen.run(canRead, text), `"${text}" can be read`).toBe(true)).toPass(within);
}

async function pressed(screen: Screen, name: string): Promise<void> {
  await expect(async () => expect(await screen.run(press, name), `"${name}" is there`).toBe(true)).toPass(within);
}

/**
 * Nothing stands in the console but a canary, which shows that the console is read. A browser that does not have the app's
 * language notes that itself, if the page that explains it is not left before.
 */
async function expectQuiet(screen: Screen, { shows }: Engine): Promise<void> {
  const isItsOwn = (line: string) => shows === 'wall to read' && /\/assets\/index-.*SyntaxError/.test(line);
  await screen.run(complain, 'a canary');
  await expect.poll(async () => (await screen.noise()).filter((line) => !isItsOwn(line))).toEqual(['a canary']);
}

/** Signs in, checks the board, opens the dialog before a retry, and reads what became of one. */
async function walkApp(screen: Screen): Promise<void> {
  await screen.resize(1440, 900);
  await screen.open(`${stage.url}/`);
  await read(screen, 'User name');
  await screen.run(fill, 'username=TECH\\anna');
  await screen.run(fill, 'password=anna-demo');
  await pressed(screen, 'Sign in');
  await read(screen, 'Ablage Köln');
  await read(screen, 'The disk is full');
  const { text, ground, failed, columns } = await screen.run(colours);
  expect(new Set([text, ground, failed]).size, `${text}, ${ground}, ${failed}`).toBe(3);
  expect(columns).toBe(true);

  await pressed(screen, 'Select Ablage Köln');
  await pressed(screen, 'Retry 1…');
  for (const shown of ['1 job will run again', 'koeln-01', 'Note (optional)', 'Cancel']) await read(screen, shown);
  await pressed(screen, 'Cancel');

  await screen.open(`${stage.url}/?by=cause`);
  await read(screen, '2 jobs');
  await read(screen, 'How to fix it');
  await pressed(screen, 'The disk is full');
  await read(screen, 'Ablage Köln');

  await screen.open(`${stage.url}/tasks/${taskId}`);
  for (const shown of ['Retried before', 'Steps', 'TECH\\anna']) await read(screen, shown);
  await pressed(screen, 'anna · operator');
  await pressed(screen, 'Sign out');
  await read(screen, 'User name');
}

/** Opens the wall on a screen without a session, by the code it shows. */
async function pair(screen: Screen, engine: string): Promise<void> {
  await screen.open(`${stage.url}/wall`);
  await read(screen, 'To open the wall on this screen');
  const found = await anna.call('POST', '/api/wall-pairings', { code: await screen.run(shownCode) });
  await read(screen, 'An operator has typed this code.');
  await anna.call('POST', `/api/wall-pairings/${textIn(found, 'id')}?action=confirm`, { name: `${engine}, by code` });
  await read(screen, 'recovered today');
}

/** Opens the wall by its link, sees it whole, and sees its notice that it is old. */
async function walkWall(screen: Screen, { name: engine, shows }: Engine): Promise<void> {
  await screen.resize(1920, 1080);
  const link = await anna.call('POST', '/api/wall-links', { name: engine });
  await screen.open(textIn(link, 'url'));
  await pressed(screen, 'Open the wall here');
  await read(screen, 'Ablage Köln');
  await read(screen, '2 jobs · 2 machines');
  await read(screen, 'recovered today');
  if (shows !== 'wall to read') {
    const layout = await screen.run(wallLayout);
    expect(layout).toMatchObject({ list: 'beside the number', foot: 'below, in sight', inside: true });
    expect(layout.number).toBeGreaterThan(0.2);
  }

  const port = Number(new URL(stage.em.url).port);
  await stage.em.stop();
  await read(screen, 'Data is out of date');
  await read(screen, 'Enterprise Manager is not responding');
  await stage.em.start(port);
  await read(screen, 'Ablage Köln');
}

for (const engine of engines.filter((each) => missingFor(each).length === 0)) {
  test(`${engine.name} shows ${engine.shows === 'all' ? 'every screen' : 'the wall, and for the rest what it needs'}, with a quiet console`, async () => {
    const screen = await engine.open();
    try {
      if (engine.shows === 'all') await walkApp(screen);
      else {
        await screen.open(`${stage.url}/`);
        await read(screen, 'This browser is too old for Retry Desk');
        await read(screen, 'Chromium 108');
      }
      await pair(screen, engine.name);
      await walkWall(screen, engine);
      await expectQuiet(screen, engine);
    } finally {
      await screen.close();
    }
  });
}

import { createRequire } from 'node:module';
import type { KnownBlock } from '@slack/types';
import type * as AdaptiveCards from 'adaptivecards';
import { expect, onTestFinished, test } from 'vitest';
import { createChannels } from '#notices/channels/create-channels.ts';
import { slackMessage } from '#notices/channels/slack.ts';
import { teamsMessage } from '#notices/channels/teams.ts';
import { receiver } from './notice-receiver.ts';
import { hostileNotice, sampleJob, sampleNotice, sampleResolved } from './notice-samples.ts';

/** Its modules are written for bundlers; the bundle of the same package runs here. */
const cards = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as typeof AdaptiveCards; // the same exports

const none = { webhook: null, alertmanager: null, email: null, teams: null, slack: null, ca: undefined };
const many = { jobs: Array.from({ length: 20 }, (_, index) => sampleJob(index)), jobsInAll: 25 };
const samples = [sampleNotice(), sampleResolved(), sampleNotice(many), hostileNotice()];

/** The faults that Microsoft's own reader of cards finds in one of version 1.4. */
function faultsOf(content: unknown): string[] {
  const context = new cards.SerializationContext(cards.Versions.v1_4);
  new cards.AdaptiveCard().parse(content, context);
  return Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
}

function cardOf(message: string): { version: string; body: unknown[]; actions: unknown[] } {
  return JSON.parse(message).attachments[0].content;
}

test('the reader of cards finds faults where there are some', () => {
  const body = [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'x', weight: 'fat' }] }, { type: 'Foo' }];
  expect(faultsOf({ type: 'AdaptiveCard', version: '1.4', body })).toHaveLength(2);
});

test('a message of Teams holds one Adaptive Card that its own reader takes, below 28 KB', () => {
  for (const message of samples.map(teamsMessage)) {
    expect(JSON.parse(message)).toMatchObject({
      type: 'message',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: { version: '1.4' } }],
    });
    expect(faultsOf(cardOf(message))).toEqual([]);
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(28 * 1000);
    expect(message.isWellFormed()).toBe(true);
  }
});

test('a card shows names as they are, links them, and counts the jobs it does not list', () => {
  const short = JSON.stringify(cardOf(teamsMessage(sampleNotice({ jobs: [sampleJob(1, { name: '*a* [b](c)' })] }))));
  expect(short).toContain('"text":"*a* [b](c)"');
  expect(short).not.toMatch(/"TextBlock"|"FactSet"/);
  expect(short).toContain('"url":"https://retry.example.local/jobs/00000000-0000-4000-8000-000000000001"');
  expect(short).toContain('"text":"and 1 more job"');
  expect(JSON.stringify(cardOf(teamsMessage(sampleNotice(many))))).toContain('"text":"and 5 more jobs"');
  expect(teamsMessage(hostileNotice())).toMatch(/and (?:1\d|2[0-5]) more jobs|too long for this channel/);
});

test('a message of Slack has the types that Slack publishes, and keeps its limits', () => {
  for (const { blocks, text } of samples.map(slackMessage)) {
    const known: KnownBlock[] = blocks;
    expect(known.length).toBeLessThanOrEqual(50);
    expect(text.length).toBeLessThanOrEqual(4000);
    for (const block of blocks) {
      expect(block.text.text.length).toBeLessThanOrEqual(block.type === 'header' ? 150 : 3000);
      expect(block.text.text.length).toBeGreaterThan(0);
      expect(block.text.text.isWellFormed()).toBe(true);
    }
  }
});

test('signs that Slack reads are escaped, and no name calls a channel or leads elsewhere', () => {
  const { blocks, text } = slackMessage(hostileNotice());
  const texts = [text, ...blocks.filter(({ type }) => type === 'section').map((block) => block.text.text)].join('\n');
  expect(texts).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; "quotes"');
  expect(texts).toContain('&lt;!channel&gt;');
  const links = [...texts.matchAll(/<([^>]*)>/g)].map(([, inner = '']) => inner);
  expect(links.filter((inner) => !/^https:\/\/(?:retry\.)?example\.local\/[^|]*\|[^|<]+$/.test(inner))).toEqual([]);
  expect(texts.replace(/&(?:amp|lt|gt);/g, '')).not.toMatch(/&/);
});

test.each(['teams', 'slack'] as const)('%s gets its message by its address', async (name) => {
  const { received, url } = await receiver((response) => response.writeHead(name === 'teams' ? 202 : 200).end('ok'));
  const [channel] = createChannels({ ...none, [name]: url });
  onTestFinished(() => channel?.close());
  expect(await channel?.deliver(sampleNotice())).toEqual({ kind: 'delivered', receipt: null });
  const { body, path } = received[0] ?? { body: '', path: '' };
  const made = name === 'teams' ? teamsMessage(sampleNotice()) : JSON.stringify(slackMessage(sampleNotice()));
  expect([channel?.name, path, body]).toEqual([name, '/hook', made]);
});

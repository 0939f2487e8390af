import type { Notice } from '@retry-desk/contract';
import { noticeParts } from '../notice-parts.ts';
import type { Channel } from './channel.ts';
import type { HttpSender } from './http-sender.ts';

type Text = { type: 'mrkdwn'; text: string } | { type: 'plain_text'; text: string; emoji: false };
type Block =
  | { type: 'header'; text: Extract<Text, { type: 'plain_text' }> }
  | { type: 'section'; text: Extract<Text, { type: 'mrkdwn' }> };

/** https://docs.slack.dev/reference/block-kit/blocks/section-block and header-block */
const MOST_IN_SECTION = 3000;
const MOST_IN_HEADER = 150;
const MOST_BLOCKS = 50;

/** The three signs that stand for themselves as entities alone (https://docs.slack.dev/messaging/formatting-message-text). */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A bar would end the address or begin its label. */
function link(url: string, label: string): string {
  if (!/^https?:\/\//.test(url)) return escaped(label);
  return `<${escaped(url).replaceAll('|', '%7C')}|${escaped(label).replaceAll('|', '¦')}>`;
}

/** Cut between characters, and between entities. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const whole = text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '');
  return `${whole.replace(/&[a-z]*$/, '')}…`;
}

/** Texts in as few sections as hold them. */
function sections(texts: readonly string[]): Block[] {
  const filled: string[] = [];
  for (const text of texts.map((each) => cut(each, MOST_IN_SECTION))) {
    const last = filled.at(-1);
    if (last !== undefined && last.length + 1 + text.length <= MOST_IN_SECTION)
      filled.splice(-1, 1, `${last}\n${text}`);
    else filled.push(text);
  }
  return filled.map((text) => ({ type: 'section', text: { type: 'mrkdwn', text } }));
}

/** A message of an incoming webhook: blocks, and the subject for notifications and for receivers that draw no blocks. */
export function slackMessage(notice: Notice): { text: string; blocks: Block[] } {
  const { facts, jobs, lines, link: page, more, subject } = noticeParts(notice);
  const factTexts = facts.flatMap(({ label, link: address, value }) => [
    `*${label}:* ${escaped(value)}`,
    ...(address === undefined ? [] : [link(address, 'Read more')]),
  ]);
  const jobTexts = jobs.map(({ details, name, url }) => [`• *${link(url, name)}*`, ...details.map(escaped)].join('\n'));
  const blocks: Block[] = [
    { type: 'header', text: { type: 'plain_text', text: cut(subject, MOST_IN_HEADER), emoji: false } },
    ...sections([...lines.map(escaped), ...factTexts]),
    ...sections(jobTexts),
  ];
  const end = sections([...(more === null ? [] : [more]), link(page.url, page.label)]);
  return { text: escaped(subject), blocks: [...blocks.slice(0, MOST_BLOCKS - end.length), ...end] };
}

/** Posts to an incoming webhook of Slack, or to one that takes the same. */
export function createSlack(url: URL, sender: HttpSender): Channel {
  return {
    name: 'slack',
    takes: () => true,
    async deliver(notice) {
      const answer = await sender.postJson(url, JSON.stringify(slackMessage(notice)));
      return answer.kind === 'accepted' ? { kind: 'delivered', receipt: null } : answer;
    },
    close: () => sender.close(),
  };
}

import type { Notice } from '@retry-desk/contract';
import { type NoticeParts, noticeParts } from '../notice-parts.ts';
import type { Channel } from './channel.ts';
import type { HttpSender } from './http-sender.ts';

/** Messages above 28 KB are refused: https://learn.microsoft.com/microsoftteams/limits-specifications-teams */
const MOST_BYTES = 28_000;

type Run = { type: 'TextRun'; text: string; weight?: 'Bolder'; isSubtle?: true; size?: 'Large'; selectAction?: object };

function open(url: string): { selectAction: object } | Record<string, never> {
  return /^https?:\/\//.test(url) ? { selectAction: { type: 'Action.OpenUrl', url } } : {};
}

/** Text that is shown as it stands: other text of a card is read as Markdown. */
function paragraph(runs: readonly Omit<Run, 'type'>[], separator = false): object {
  const inlines = runs.map((run) => ({ type: 'TextRun', ...run }));
  return { type: 'RichTextBlock', inlines, ...(separator ? { separator } : {}) };
}

function cardOf({ facts, jobs, lines, link, subject }: NoticeParts, listed: number, inAll: number): object {
  const others = inAll - listed;
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.4',
    fallbackText: subject,
    body: [
      paragraph([{ text: subject, weight: 'Bolder', size: 'Large' }]),
      ...lines.map((line) => paragraph([{ text: line }])),
      ...facts.map(({ label, link: address, value }) =>
        paragraph([
          { text: `${label}: `, weight: 'Bolder' },
          { text: value, ...(address ? open(address) : {}) },
        ]),
      ),
      ...jobs
        .slice(0, listed)
        .map(({ details, name, url }) =>
          paragraph([{ text: name, weight: 'Bolder', ...open(url) }, { text: ` – ${details.join(' · ')}` }], true),
        ),
      ...(others > 0
        ? [paragraph([{ text: `and ${others} more ${others === 1 ? 'job' : 'jobs'}`, isSubtle: true }])]
        : []),
    ],
    actions: [{ type: 'Action.OpenUrl', title: link.label, url: link.url }],
  };
}

function messageOf(content: object): string {
  const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }];
  return JSON.stringify({ type: 'message', attachments });
}

/** The message of a Workflows webhook with one Adaptive Card; as many jobs are listed as the limit of bytes lets. */
export function teamsMessage(notice: Notice): string {
  const parts = noticeParts(notice);
  for (let listed = parts.jobs.length; listed >= 0; listed -= 1) {
    const body = messageOf(cardOf(parts, listed, notice.jobsInAll));
    if (Buffer.byteLength(body) <= MOST_BYTES) return body;
  }
  const short = { ...parts, facts: [], lines: ['The rest is too long for this channel.'] };
  return messageOf(cardOf(short, 0, notice.jobsInAll));
}

/** Posts to a Workflows webhook of Microsoft Teams. */
export function createTeams(url: URL, sender: HttpSender): Channel {
  return {
    name: 'teams',
    takes: () => true,
    async deliver(notice) {
      const answer = await sender.postJson(url, teamsMessage(notice));
      return answer.kind === 'accepted' ? { kind: 'delivered', receipt: null } : answer;
    },
    close: () => sender.close(),
  };
}

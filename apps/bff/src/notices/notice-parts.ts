import { mostNoticeJobs, type Notice, type NoticeEnd, type NoticeJob, type RetryState } from '@retry-desk/contract';
import { resolves } from './bare-notice.ts';
import { inline, momentWords } from './inline-text.ts';

/** A job as every text of a notice lists it. */
type JobPart = { name: string; url: string; details: string[] };

/** The content of a notice in words, which plain text, HTML, cards and blocks set in their own ways. */
export type NoticeParts = {
  subject: string;
  facts: { label: string; value: string; link?: string }[];
  lines: string[];
  jobs: JobPart[];
  /** The number of jobs that are not listed; null where all are. */
  more: string | null;
  link: { label: string; url: string };
};

const endWords: Record<NoticeEnd, string> = {
  recovered: 'recovered',
  started: 'started',
  'run-ended': 'the run ended',
  'another-cause': 'has another cause, or another backup server, now',
  'not-listed': 'Enterprise Manager does not list it, or its run, any more',
  withdrawn: 'no longer counted: its schedule, or the usual time of its runs, is another',
};

const adviceWords = {
  retry: 'retry',
  wait: 'wait for the attempts of Veeam',
  'fix-first': 'fix the cause first',
  danger: 'do not retry before it is fixed: attempts count against the account',
  unknown: 'it is not known whether a retry helps',
};

const retryWords: Record<RetryState, string> = {
  requested: 'requested',
  accepted: 'accepted by Enterprise Manager',
  triggered: 'triggered',
  unseen: 'triggered, its run is not listed yet',
  running: 'running',
  succeeded: 'backed up',
  warning: 'backed up with warnings',
  failed: 'failed',
  refused: 'refused by Enterprise Manager',
  unconfirmed: 'not confirmed: whether it was carried out is not known',
  stopped: 'stopped',
};

/** Names between commas, and how many others there are. */
function listed(names: readonly string[], inAll: number): string {
  const others = inAll - names.length;
  return [names.map((name) => inline(name)).join(', '), ...(others > 0 ? [`${others} more`] : [])].join(' and ');
}

function jobPart(job: NoticeJob): JobPart {
  const { end, machines, machinesInAll, reason } = job;
  const proof = end?.runId ? `, run ${end.runId}` : '';
  return {
    name: inline(job.name),
    url: job.url,
    details: [
      ...(end === null
        ? [`since ${momentWords(job.since)}`]
        : [`${endWords[end.kind]} ${momentWords(end.at)}${proof}`]),
      ...(machines.length > 0
        ? [`${machinesInAll === 1 ? 'machine' : 'machines'}: ${listed(machines, machinesInAll)}`]
        : []),
      // A reason of before would read as one of now.
      ...(reason === null || end !== null ? [] : [inline(reason, 300)]),
    ],
  };
}

/** Its moments: of what holds for a while since when, and of what is over when that was. */
function momentsOf(notice: Notice): NoticeParts['facts'] {
  const { event, since, at } = notice;
  if (event === 'test') return [{ label: 'Sent', value: momentWords(since) }];
  if (event === 'retry-ended') return [{ label: 'Ended', value: momentWords(at) }];
  const end = event === 'summary' ? 'Until' : resolves(notice) ? 'Resolved' : null;
  return [
    { label: 'Since', value: momentWords(since) },
    ...(end === null ? [] : [{ label: end, value: momentWords(at) }]),
  ];
}

function factsOf(notice: Notice): NoticeParts['facts'] {
  const { cause, retry, server } = notice;
  // Nothing is to be done any more about what is resolved.
  const { advice, known } = notice.status === 'resolved' ? { advice: null, known: null } : notice;
  const evidence = (advice?.evidence ?? []).map((each) => inline(each, 300)).join('; ');
  return [
    ...momentsOf(notice),
    ...(server === null ? [] : [{ label: 'Backup server', value: inline(server) }]),
    ...(cause === null ? [] : [{ label: 'Cause', value: inline(cause.title) }]),
    ...(advice === null
      ? []
      : [{ label: 'Advice', value: `${adviceWords[advice.kind]}${evidence === '' ? '' : ` (${evidence})`}` }]),
    ...(known === null
      ? []
      : [{ label: 'Known fix', value: inline(known.fix, 600), ...(known.link === null ? {} : { link: known.link }) }]),
    ...(retry === null
      ? []
      : [
          { label: 'Retry', value: retryWords[retry.state] },
          { label: 'Requested', value: `${inline(retry.requestedBy)}, ${momentWords(retry.requestedAt)}` },
          ...(retry.note === null ? [] : [{ label: 'Note', value: inline(retry.note, 600) }]),
        ]),
  ];
}

function linkLabel({ cause, event }: Notice): string {
  if (event === 'retry-ended') return 'Open the task';
  return cause === null ? 'Open Retry Desk' : 'Open the cause';
}

/** The content of a notice in words, each of them on one line and harmless to the text around it. */
export function noticeParts(notice: Notice): NoticeParts {
  const jobs = notice.jobs.slice(0, mostNoticeJobs);
  const more = notice.jobsInAll - jobs.length;
  return {
    subject: inline(notice.subject, 300),
    facts: factsOf(notice),
    lines: notice.lines.map((line) => inline(line, 600)),
    jobs: jobs.map(jobPart),
    more: more > 0 ? `and ${more} more ${more === 1 ? 'job' : 'jobs'}` : null,
    link: { label: linkLabel(notice), url: notice.url },
  };
}

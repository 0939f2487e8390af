import type { Notice, NoticeJob } from '@retry-desk/contract';

const desk = 'https://retry.example.local';
const moments = { since: '2026-01-31T04:12:00.000Z', at: '2026-01-31T04:20:30.500Z' };

/** A job of a notice that needs somebody. */
export function sampleJob(number: number, more: Partial<NoticeJob> = {}): NoticeJob {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return {
    id,
    name: `Job ${number}`,
    machines: [`PC-${number}`],
    machinesInAll: 1,
    reason: 'The network path was not found.',
    runId: '11111111-0000-4000-8000-000000000001',
    since: moments.since,
    end: null,
    url: `${desk}/jobs/${id}`,
    ...more,
  };
}

/** Two jobs that failed for one cause. */
export function sampleNotice(more: Partial<Notice> = {}): Notice {
  return {
    id: '0197b0a0-0000-7000-8000-000000000001',
    key: 'failed repository-unreachable VBR01',
    event: 'failed',
    status: 'firing',
    number: 1,
    ...moments,
    subject: '2 jobs failed: repository NAS 01 cannot be reached',
    lines: ['Veeam will not try again by itself.'],
    cause: { key: 'repository-unreachable', title: 'A repository cannot be reached', family: 'repository-unreachable' },
    advice: { kind: 'fix-first', evidence: ['a retry helped 2 of 19 times here'] },
    known: { fix: 'Check that the share can be opened.', link: 'https://www.veeam.com/kb1735' },
    server: 'VBR01',
    jobs: [sampleJob(1), sampleJob(2)],
    jobsInAll: 2,
    machinesInAll: 2,
    retry: null,
    url: `${desk}/?by=cause`,
    ...more,
  };
}

/** The end of the sample, with the run that proves it for one of its jobs. */
export function sampleResolved(more: Partial<Notice> = {}): Notice {
  const at = '2026-01-31T05:01:02.000Z';
  const runId = '22222222-0000-4000-8000-000000000001';
  return sampleNotice({
    id: '0197b0a0-0000-7000-8000-000000000002',
    status: 'resolved',
    number: 2,
    at,
    subject: 'recovered: 2 jobs, repository NAS 01 cannot be reached',
    lines: [],
    jobs: [
      sampleJob(1, { end: { kind: 'recovered', runId, at } }),
      sampleJob(2, { end: { kind: 'withdrawn', runId: null, at } }),
    ],
    ...more,
  });
}

/** Names and reasons with all that could break a text, a line, a header, a card or a link. */
export const hostile = [
  'a\r\nBcc: evil@example.local\r\n\r\nbody',
  '<script>alert(1)</script> & "quotes" \'single\'',
  '*bold* _it_ `code` [link](https://evil.example) <!channel> |bar|',
  '\u202egnp.exe\u202c \u2069\u2066',
  'חשבונות 12',
  `${'x'.repeat(198)}😀😀😀`,
  'half \ud83d pair',
  '\u0000\u0007 \u2028 control',
] as const;

/** A notice of 25 jobs, 20 of them listed, whose texts are hostile, and as long as they may be. */
export function hostileNotice(): Notice {
  const long = hostile.map((text) => `${text} ${'&<>日本'.repeat(200)}`);
  const pick = (index: number) => long[index % long.length] ?? '';
  return sampleNotice({
    key: `failed ${hostile[0]}`,
    subject: `25 jobs failed: ${hostile.join(' ')}`,
    lines: long,
    cause: { key: 'k', title: pick(1), family: 'network' },
    advice: { kind: 'danger', evidence: long },
    known: { fix: pick(2), link: 'https://example.local/a?b=1&c="|>' },
    server: pick(3),
    jobs: Array.from({ length: 20 }, (_, index) =>
      sampleJob(index, {
        name: pick(index),
        machines: Array.from({ length: 20 }, (_each, machine) => pick(index + machine)),
        machinesInAll: 33,
        reason: pick(index + 1),
      }),
    ),
    jobsInAll: 25,
    machinesInAll: 825,
  });
}

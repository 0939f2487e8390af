import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { notice as noticeSchema } from '@retry-desk/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testNotice } from '#notices/dispatch.ts';
import { inline } from '#notices/inline-text.ts';
import { html, plainText } from '#notices/notice-text.ts';
import { hostile, hostileNotice, sampleJob, sampleNotice, sampleResolved } from './notice-samples.ts';

test('the samples are notices', () => {
  for (const sample of [sampleNotice(), sampleResolved(), hostileNotice()]) {
    expect(noticeSchema.safeParse(sample).error).toBeUndefined();
  }
});

test('plain text has subject, cause, advice, known fix, jobs with machines and reasons, and their links', () => {
  expect(plainText(sampleNotice({ jobs: [sampleJob(1, { machinesInAll: 3 })], jobsInAll: 13 }))).toBe(
    `2 jobs failed: repository NAS 01 cannot be reached

Veeam will not try again by itself.

Since: 2026-01-31 04:12 UTC
Backup server: VBR01
Cause: A repository cannot be reached
Advice: fix the cause first (a retry helped 2 of 19 times here)
Known fix: Check that the share can be opened.
  https://www.veeam.com/kb1735

* Job 1
  since 2026-01-31 04:12 UTC
  machines: PC-1 and 2 more
  The network path was not found.
  https://retry.example.local/jobs/00000000-0000-4000-8000-000000000001

and 12 more jobs

Open the cause: https://retry.example.local/?by=cause
`,
  );
});

test('a resolved notice names the run that proves it, and only where there is one', () => {
  const text = plainText(sampleResolved());
  expect(text).toContain('Resolved: 2026-01-31 05:01 UTC');
  expect(text).toContain('recovered 2026-01-31 05:01 UTC, run 22222222-0000-4000-8000-000000000001');
  expect(text).toContain(
    'no longer counted: its schedule, or the usual time of its runs, is another 2026-01-31 05:01 UTC\n',
  );
  expect(text).not.toMatch(/Advice|Known fix|network path/);
});

test('the end of a retry names its state, its requester and the task', () => {
  const retry = {
    taskId: '0197b0a0-0000-7000-8000-000000000009',
    state: 'unconfirmed',
    requestedBy: 'TECH\\anna',
    requestedAt: '2026-01-31T04:00:00.000Z',
    note: 'NAS is back',
  } as const;
  const ended = { event: 'retry-ended', status: 'resolved', cause: null, advice: null, known: null } as const;
  const text = plainText(sampleNotice({ ...ended, retry }));
  expect(text).toContain('Ended: 2026-01-31 04:20 UTC\n');
  expect(text).not.toMatch(/Since|Resolved/);
  expect(text).toContain('Retry: not confirmed: whether it was carried out is not known');
  expect(text).toContain('Requested: TECH\\anna, 2026-01-31 04:00 UTC\nNote: NAS is back');
  expect(text).toContain('Open the task: https://');
});

test('a test and a summary resolve nothing, and their texts do not claim it', () => {
  const sent = testNotice(new URL('https://retry.example.local'), 'TECH\\anna', Date.UTC(2026, 0, 31, 4, 12));
  expect(plainText(sent)).toBe(
    `Test of Retry Desk: this channel works

Requested by TECH\\anna.

Sent: 2026-01-31 04:12 UTC

Open Retry Desk: https://retry.example.local/settings
`,
  );
  expect(plainText({ ...sent, event: 'summary' })).toContain(
    'Since: 2026-01-31 04:12 UTC\nUntil: 2026-01-31 04:12 UTC\n',
  );
});

test('HTML is tables and inline styles, escapes every sign, and links to the web alone', () => {
  const known = { fix: 'x', link: 'javascript:alert(1)' };
  const text = html({ ...hostileNotice(), known });
  expect([...new Set([...text.matchAll(/<(\w+)/g)].map(([, tag]) => tag))].sort()).toEqual(
    ['a', 'b', 'body', 'br', 'head', 'html', 'meta', 'table', 'td', 'title', 'tr'].sort(),
  );
  expect(text).not.toMatch(/href="(?!https:)|<style|<img|class=/);
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot; &#39;single&#39;');
  expect(text).toContain('and 5 more jobs');
});

test('a text of elsewhere stays on its line, whole, and cannot turn what stands around it', () => {
  expect(hostile.map((text) => inline(text, 200))).toEqual([
    'a Bcc: evil@example.local body',
    hostile[1],
    hostile[2],
    'gnp.exe',
    '\u2068חשבונות 12\u2069',
    `${'x'.repeat(198)}😀…`,
    'half \ufffd pair',
    'control',
  ]);
  const text = plainText(hostileNotice());
  expect(text.isWellFormed()).toBe(true);
  expect(text).not.toMatch(/[\u202a-\u202e\u2028]|(?!\n)\p{Cc}/u);
  expect(text.split('\n').filter((line) => line.startsWith('Bcc'))).toEqual([]);
});

test('names, reasons and notes of any content leave the lines of plain text and the tags of HTML as they are', () => {
  function shapeOf(text: string): [number, string] {
    const jobs = [sampleJob(1, { name: text, machines: [text], reason: text }), sampleJob(2, { reason: text })];
    const cause = { key: text, title: text, family: 'network' };
    const known = { fix: text, link: 'https://example.local/' };
    const sent = sampleNotice({ subject: `x${text}`, lines: [text], server: text, cause, known, jobs });
    return [plainText(sent).split(/[\n\r\u2028\u2029]/).length, html(sent).replace(/>[^<]*/g, '>')];
  }
  const expected = shapeOf('x');
  const signs = fc.constantFrom(...'<>&"\'\n\r\0\u2028\u202e\u2069\ud83d😀א|*_`x '.split(''));
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: signs })), (text) => {
      expect(shapeOf(text)).toEqual(expected);
    }),
  );
});

test('the body in docs/notices.md is a notice, and the check of signatures there takes what is signed and nothing else', async () => {
  const text = readFileSync(fileURLToPath(new URL('../../../docs/notices.md', import.meta.url)), 'utf8');
  const [body = '', code = ''] = [...text.matchAll(/```(?:json|js)\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  expect(noticeSchema.safeParse(JSON.parse(body)).error).toBeUndefined();
  const module: unknown = await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
  const { isGenuine } = module as { isGenuine: (...given: unknown[]) => boolean }; // as it stands in the document
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = `sha256=${createHmac('sha256', 'secret').update(`${timestamp}.${body}`).digest('hex')}`;
  const headers = { 'x-retry-desk-timestamp': timestamp, 'x-retry-desk-signature': signature };
  expect(isGenuine(body, headers, 'secret')).toBe(true);
  expect(isGenuine(`${body} `, headers, 'secret')).toBe(false);
  expect(isGenuine(body, headers, 'other')).toBe(false);
  expect(isGenuine(body, { ...headers, 'x-retry-desk-timestamp': '1' }, 'secret')).toBe(false);
  expect(isGenuine(body, {}, 'secret')).toBe(false);
});

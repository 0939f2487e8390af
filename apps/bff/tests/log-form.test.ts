import { spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isJournald } from '#config/journal-stream.ts';
import type { LogForm } from '#telemetry/log-form.ts';
import { createLogger, type Logger } from '#telemetry/logger.ts';

function linesOf(write: (logger: Logger) => void, form?: LogForm): string[] {
  const lines: string[] = [];
  write(createLogger('trace', { write: (line) => void lines.push(line) }, form));
  return lines;
}

function requestLine(logger: Logger): void {
  logger.info(
    {
      ...{ event: 'http.request', request: 'r1', method: 'GET', route: '/api/tasks', path: '/api/tasks', status: 200 },
      ...{ ms: 12, user: 'TECH\\anna', wall: null, address: '198.51.100.7', token: 'canary' },
    },
    'request',
  );
}

const ecs = { format: 'ecs', toJournald: false } as const;
const logfmt = { format: 'logfmt', toJournald: false } as const;

test('the level of a line is a word', () => {
  const levels = linesOf((logger) => {
    logger.debug({ event: 'em.exchange' }, 'a');
    logger.info({ event: 'em.link.up' }, 'a');
    logger.warn({ event: 'em.link.down' }, 'a');
    logger.error({ event: 'journal.not-responding' }, 'a');
  }).map((line) => JSON.parse(line).level);
  expect(levels).toEqual(['debug', 'info', 'warn', 'error']);
});

test('in the Elastic Common Schema a request has its person, its address and its duration by the names of the schema', () => {
  const [line = ''] = linesOf(requestLine, ecs);
  expect(JSON.parse(line)).toEqual({
    '@timestamp': expect.stringMatching(/^20.+Z$/),
    'log.level': 'info',
    message: 'request',
    'ecs.version': '8.11.0',
    'service.name': 'retry-desk',
    'event.action': 'http.request',
    'event.duration': 12_000_000,
    'host.hostname': expect.any(String),
    'process.pid': process.pid,
    'http.request.id': 'r1',
    'http.request.method': 'GET',
    'http.response.status_code': 200,
    'url.path': '/api/tasks',
    'user.name': 'TECH\\anna',
    'client.address': '198.51.100.7',
    retry_desk: { route: '/api/tasks', token: '[cut out]' },
  });
  expect(Object.keys(JSON.parse(line)).slice(0, 3)).toEqual(['@timestamp', 'log.level', 'message']);
});

test('in the Elastic Common Schema no field of ours stands where the schema has an object', () => {
  const err = Object.assign(new TypeError('no'), { code: 'E_NO', password: 'canary' });
  const [line = ''] = linesOf(
    (logger) =>
      logger.error({ event: 'em.poll-failed', err, error: 'words', server: 'vbr01', url: 'http://a' }, 'failed'),
    ecs,
  );
  const read = JSON.parse(line);
  expect(read).toMatchObject({
    'error.type': 'TypeError',
    'error.message': 'no',
    'error.stack_trace': expect.stringContaining('TypeError: no\n'),
    retry_desk: { err: { code: 'E_NO' }, error: 'words', server: 'vbr01', url: 'http://a' },
  });
  for (const name of ['error', 'server', 'url', 'event', 'user', 'host', 'process'])
    expect(read).not.toHaveProperty([name]);
  expect(line).not.toContain('canary');
});

test('as logfmt a line is pairs: time, level, event and words first, objects by dots, lists as JSON, nothing for null', () => {
  const [request = '', fault = ''] = linesOf((logger) => {
    requestLine(logger);
    const err = Object.assign(new TypeError('no "way"'), { code: 'E_NO' });
    logger.warn({ event: 'journal.heads', err, heads: ['a:1', 'b:2'] }, 'two words');
  }, logfmt);
  expect(request).toMatch(/^time=20\S+Z level=info event=http\.request msg=request hostname=\S+ pid=\d+ request=r1 /);
  expect(request).toMatch(/ status=200 ms=12 user="TECH\\\\anna" address=198\.51\.100\.7 token="\[cut out\]"\n$/);
  expect(request).not.toContain('wall');
  expect(fault).toMatch(/ msg="two words" .*err\.message="no \\"way\\"" err\.stack="TypeError: no .+" err\.code=E_NO /);
  expect(fault).toContain(' heads="[\\"a:1\\",\\"b:2\\"]"');
});

test.each([ecs, logfmt])('a name forges no line and no pair as $format', (form) => {
  const user = 'anna level=fatal\n<0>level=error\r\u2028\u0085\u202E\u001B[31m"';
  const lines = linesOf((logger) => logger.info({ event: 'access.signed-in', user }, 'signed in'), form);
  expect(lines).toHaveLength(1);
  expect(lines[0]?.slice(0, -1)).not.toMatch(/[\r\n]/);
  if (form.format === 'ecs') expect(JSON.parse(lines[0] ?? '')['user.name']).toBe(user);
  else {
    expect(lines[0]?.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\u2028]/u);
    expect(JSON.parse(/ user=(".*")/.exec(lines[0] ?? '')?.[1] ?? '')).toBe(user);
  }
});

test.each(['pino', 'ecs', 'logfmt'] as const)('as %s a line for journald begins with its priority', (format) => {
  const lines = linesOf(
    (logger) => {
      logger.debug({ event: 'em.exchange' }, 'a');
      logger.info({ event: 'em.link.up' }, 'a');
      logger.warn({ event: 'em.link.down' }, 'a');
      logger.error({ event: 'journal.not-responding' }, 'a');
    },
    { format, toJournald: true },
  );
  expect(lines.map((line) => line.slice(0, 4))).toEqual(
    ['<7>', '<6>', '<4>', '<3>'].map((priority) => `${priority}${format === 'logfmt' ? 't' : '{'}`),
  );
});

test('journald reads an output whose device and inode it names, and no other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-journald-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'out');
  const fd = openSync(path, 'w');
  const { dev, ino } = fstatSync(fd, { bigint: true });
  expect(isJournald(fd, `${dev}:${ino}`)).toBe(true);
  for (const other of [`${dev}:${ino + 1n}`, `${dev}`, '', undefined]) expect(isJournald(fd, other)).toBe(false);
  // As a process of a service meets it.
  const script = "import { isJournald } from '#config/journal-stream.ts'; console.log(isJournald(1));";
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: new URL('..', import.meta.url),
    env: { JOURNAL_STREAM: `${dev}:${ino}` },
    stdio: ['ignore', fd, 'inherit'],
  });
  await new Promise((resolve) => child.once('close', resolve));
  expect(readFileSync(path, 'utf8')).toBe('true\n');
  closeSync(fd);
  expect(isJournald(fd, `${dev}:${ino}`)).toBe(false);
});

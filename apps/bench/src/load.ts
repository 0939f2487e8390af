import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CONNECTIONS = 16;
/** On a machine that has other work, an answer may wait long for its turn: that is slow, not wrong. */
const TIMEOUT_SECONDS = 30;

/** wrk prints its own numbers rounded and with units; this prints them whole. */
const report = `done = function(summary)
  local errors = summary.errors
  io.write(string.format('{"requests":%d,"microseconds":%d,"bytes":%d,"errors":%d}\\n', summary.requests,
    summary.duration, summary.bytes, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
`;

type Summary = { requests: number; microseconds: number; bytes: number; errors: number };

export type Load = { url: string; headers: Record<string, string>; seconds: number; core: number };

/** Answers in all and in a second, and bytes of one with its headers. */
export type Served = { answers: number; perSecond: number; bytesEach: number };

/** Asks as fast as wrk can on that core. Throws where an answer failed. */
export async function wrk(folder: string, { url, headers, seconds, core }: Load): Promise<Served> {
  const script = join(folder, 'report.lua');
  await writeFile(script, report);
  const given = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const args = [
    '-c',
    `${core}`,
    'wrk',
    '-t1',
    `-c${CONNECTIONS}`,
    '--timeout',
    `${TIMEOUT_SECONDS}s`,
    `-d${seconds}s`,
    '-s',
    script,
    ...given,
    url,
  ];
  const { stdout } = await run('taskset', args);
  const summary: Summary = JSON.parse(stdout.slice(stdout.lastIndexOf('{')));
  if (summary.errors > 0) throw new Error(`wrk met ${summary.errors} errors at ${url}`);
  return {
    answers: summary.requests,
    perSecond: summary.requests / (summary.microseconds / 1e6),
    bytesEach: summary.bytes / summary.requests,
  };
}

import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CONNECTIONS = 16;

/** wrk prints its own numbers rounded and with units; this prints them whole. */
const report = `done = function(summary)
  local errors = summary.errors
  io.write(string.format('{"requests":%d,"microseconds":%d,"bytes":%d,"errors":%d}\\n', summary.requests,
    summary.duration, summary.bytes, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
`;

type Summary = { requests: number; microseconds: number; bytes: number; errors: number };

export type Load = { url: string; headers: Record<string, string>; seconds: number; core: number };

/** What came back in a second, and bytes of one answer with its headers. */
export type Served = { perSecond: number; bytesEach: number };

/** Asks as fast as wrk can on that core. Throws where an answer failed. */
export async function wrk(folder: string, { url, headers, seconds, core }: Load): Promise<Served> {
  const script = join(folder, 'report.lua');
  await writeFile(script, report);
  const given = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const args = ['-c', `${core}`, 'wrk', '-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '-s', script, ...given, url];
  const { stdout } = await run('taskset', args);
  const summary: Summary = JSON.parse(stdout.slice(stdout.lastIndexOf('{')));
  if (summary.errors > 0) throw new Error(`wrk met ${summary.errors} errors at ${url}`);
  return {
    perSecond: summary.requests / (summary.microseconds / 1e6),
    bytesEach: summary.bytes / summary.requests,
  };
}

import { problem } from '@retry-desk/contract';
import { ApiError } from '#api/api-error.ts';
import { api } from '#lib/paths.ts';

export type RawFormat = 'JSON' | 'XML';

const accepts: Record<RawFormat, string> = { JSON: 'application/json', XML: 'application/xml' };

/** The job's entity as Enterprise Manager gives it out, as text; JSON is indented, XML stays as it is. */
export async function readRawJob(jobId: string, format: RawFormat, signal: AbortSignal): Promise<string> {
  const path = api.em(`agents/jobs/${encodeURIComponent(jobId)}?format=Entity`);
  let response: Response;
  let text: string;
  try {
    const limit = AbortSignal.timeout(20_000);
    response = await fetch(path, {
      headers: { accept: accepts[format] },
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.any([signal, limit]),
    });
    text = await response.text();
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ApiError({ kind: 'network', timedOut: false }, { cause: error });
  }
  if (!response.ok) throw refusal(response.status, text);
  return format === 'JSON' ? indented(text) : text;
}

function refusal(status: number, text: string): ApiError {
  const read = problem.safeParse(parsed(text));
  return new ApiError(read.success ? { kind: 'problem', status, problem: read.data } : { kind: 'unreadable', status });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What is no JSON is shown as it came: the page says what Enterprise Manager said. */
export function indented(text: string): string {
  const value = parsed(text);
  return value === null ? text : JSON.stringify(value, null, 2);
}

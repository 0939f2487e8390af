import { getText } from '#api/get-file.ts';
import { api } from '#lib/paths.ts';

export type RawFormat = 'JSON' | 'XML';

const accepts: Record<RawFormat, string> = { JSON: 'application/json', XML: 'application/xml' };

/** The job's entity as Enterprise Manager gives it out, as text; JSON is indented, XML stays as it is. */
export async function readRawJob(jobId: string, format: RawFormat, signal: AbortSignal): Promise<string> {
  const text = await getText(api.em(`agents/jobs/${encodeURIComponent(jobId)}?format=Entity`), accepts[format], signal);
  return format === 'JSON' ? indented(text) : text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Text that is no JSON is shown as it came: the page quotes Enterprise Manager. */
export function indented(text: string): string {
  const value = parsed(text);
  return value === null ? text : JSON.stringify(value, null, 2);
}

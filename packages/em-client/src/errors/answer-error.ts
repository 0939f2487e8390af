import { errorMessageOf } from '../resources/error.ts';
import { UnreadableRecord } from '../resources/unreadable-record.ts';
import type { ExchangeAnswer } from '../transport/exchange.ts';
import { EmError } from './em-error.ts';
import type { CallSite } from './network-error.ts';

const hints: Readonly<Record<number, string>> = {
  403: 'The account lacks the right: agent jobs need the role Portal Administrator in Enterprise Manager.',
  404: 'Enterprise Manager does not have it (any more).',
  405: 'This address does not take that method; is EM_URL the REST service of Enterprise Manager?',
  503: 'Enterprise Manager asks to come back later.',
};

function hintFor(status: number): string {
  const known = hints[status];
  if (known) return known;
  if (status >= 300 && status < 400)
    return 'It sends us elsewhere, which is never followed; give the final address in EM_URL.';
  return status >= 500
    ? 'Look at the log of the Enterprise Manager service.'
    : 'Enterprise Manager does not take the request.';
}

/** Retry-After as milliseconds, 1 s to 5 min; undefined where it holds nothing usable. */
export function retryAfterOf(value: string | undefined, now = Date.now()): number | undefined {
  if (value === undefined) return undefined;
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 1_000), 300_000);
}

/** A text that goes on in a sentence of ours, which sets its own full stop. */
function withoutStop(text: string): string {
  return text.trimEnd().replace(/\.$/, '');
}

/** The error for an answer with a status of refusal, in EM's own words where it gave any. */
export function refusedAnswer(answer: ExchangeAnswer, site: CallSite): EmError {
  const emMessage = errorMessageOf(answer.body) ?? undefined;
  const retryAfterMs = retryAfterOf(answer.headers['retry-after']);
  const hint = hintFor(answer.status);
  const said = emMessage ? `: ${withoutStop(emMessage)}` : '';
  return new EmError({
    kind: 'refused',
    host: site.host,
    call: site.call,
    problem: (call) => `answered ${call} with ${answer.status}${said}`,
    hint,
    status: answer.status,
    ...(emMessage === undefined ? {} : { emMessage }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    // A 4xx means that nothing was done; after anything else that is unknown.
    mayHaveHappened: site.isAction && !(answer.status >= 400 && answer.status < 500),
  });
}

/** The objection of headers to an answer of EM, as half a sentence; null where there is none. */
export function foreignHeaders(headers: Readonly<Record<string, string>>): string | null {
  const { 'content-type': type, 'content-encoding': encoding = 'identity' } = headers;
  if (encoding !== 'identity') return `it is compressed (${encoding}), which was not asked for`;
  // EM names its XML application/xml (reference 13.0, GET /query?type=BackupServer, Accept); what a proxy puts in its place is HTML, JSON or text.
  return type !== undefined && !/xml/i.test(type) ? `it is ${type}, not XML` : null;
}

/** The error for an answer that is not what EM sends. */
export function unreadableAnswer(why: string, site: CallSite, cause?: unknown): EmError {
  const hint =
    cause instanceof UnreadableRecord
      ? 'Look at this one in Enterprise Manager itself; until it can be read the whole list counts as not read.'
      : 'Is EM_URL the REST service of Enterprise Manager, and does no proxy answer for it?';
  return new EmError({
    kind: 'unreadable',
    host: site.host,
    call: site.call,
    problem: (call) =>
      `answered ${call} with something that cannot be read as an answer of Enterprise Manager: ${withoutStop(why)}`,
    hint,
    mayHaveHappened: site.isAction,
    cause,
  });
}

import type { EnterpriseManagerSimulator } from '#index.ts';
import { validateXml } from './schema-check.ts';
import { type Received, send, type Wish } from './talk.ts';

/** How many addresses of one form are fetched: enough for every state, few enough to be quick. */
const OF_ONE_FORM = 6;
/** More answers than this are no walk but a circle of addresses that are new each time. */
const MOST_ANSWERS = 2000;

/** A call with what came of it; `problems` is empty for an answer that is valid or no XML. */
export type Checked = { call: string; status: number; root: string; problems: string[]; body: string };

/** One call whose answer is checked against the schema. */
export async function checked(em: EnterpriseManagerSimulator, path: string, wish: Wish = {}): Promise<Checked> {
  const received = await send(em, path, wish);
  const { status, body } = received;
  return { call: `${wish.method ?? 'GET'} ${path}`, status, root: rootOf(body), problems: problemsOf(received), body };
}

/** Fetches the paths and what their answers link to, as references and as entities, and so on: some of each form. */
export async function walk(
  em: EnterpriseManagerSimulator,
  from: readonly string[],
  headers: Record<string, string>,
): Promise<Checked[]> {
  const [done, left, forms] = [new Set<string>(), [...from], new Map<string, number>()];
  const visited: Checked[] = [];
  for (let path = left.shift(); path !== undefined; path = left.shift()) {
    if (done.has(path)) continue;
    done.add(path);
    if (done.size > MOST_ANSWERS) throw new Error(`The links do not end; the last one is ${path}`);
    const answer = await checked(em, path, { headers });
    visited.push(answer);
    for (const link of linksOf(answer.body)) {
      const count = forms.get(formOf(link)) ?? 0;
      if (count >= OF_ONE_FORM || done.has(link) || left.includes(link)) continue;
      forms.set(formOf(link), count + 1);
      left.push(link);
    }
  }
  return visited;
}

/** The visible part of answers that are not valid: the call, the fault, and the beginning of the answer. */
export function faultsOf(answers: readonly Checked[]): string[] {
  return answers
    .filter(({ problems }) => problems.length > 0)
    .map(({ call, status, problems, body }) => `${call} → ${status}: ${problems[0]}\n${body.slice(0, 400)}`);
}

/** An answer without content has none to check; anything else must be XML. */
function problemsOf({ status, headers, body }: Received): string[] {
  if (status === 204) return body === '' ? [] : ['204 with a body'];
  const type = String(headers['content-type']);
  return type.startsWith('application/xml') ? validateXml(body) : [`Content-Type is ${type}`];
}

function rootOf(body: string): string {
  return /<(\w+)[\s>]/.exec(body.replace(/<\?.*?\?>/, ''))?.[1] ?? '';
}

/** Where an answer leads that can be fetched: links with an action are commands, `v` is the logon; computers give an address that is not theirs. */
function linksOf(body: string): string[] {
  return [...body.matchAll(/<\w+ [^>]*?Href="https?:\/\/[^/"]+([^"]*)"[^>]*>/g)]
    .filter(([tag]) => tag.startsWith('<Link ') || !tag.includes(' Type="DiscoveredComputer'))
    .map((match) => (match[1] ?? '').replaceAll('&amp;', '&'))
    .filter((path) => !/[?&](?:action|v)=/i.test(path))
    .flatMap((path) => (path.includes('?') ? [path] : [path, `${path}?format=Entity`]));
}

/** An address without what distinguishes one of a kind from another. */
function formOf(path: string): string {
  return path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '{id}').replaceAll(/\d+/g, '{n}');
}

import type { IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { XmlDocument } from 'libxml2-wasm';
import type { EnterpriseManagerSimulator } from '#index.ts';
import type { HandClock } from '../begin.ts';

/** The use that a client makes of a reading: text that must not be empty, any string, text or null, a number, a list, one of these words, a form. */
export type Reading = 'text' | 'string' | 'text or null' | 'number' | 'list' | RegExp | readonly string[];

/**
 * One request of a published client and its readings of the answer, which are paths into JSON (`Links[1].Href`,
 * `Refs[*].Name`) or XPath with the prefix `e`. `{name}` stands for a value taken before.
 */
export type Step = {
  /** Method and address: a path, or an address that was taken. */
  ask: string;
  headers?: Record<string, string>;
  body?: string;
  /** 200 unless given. */
  status?: number;
  reads?: Record<string, Reading>;
  /** Values that later steps need, by name: a reading, `header <name>` or `cookie`. */
  take?: Record<string, string>;
  /** Asked again until these readings have these values. */
  until?: Record<string, string>;
  /** How long the client waits before it asks again, in milliseconds of the played clock; a second unless given. */
  every?: number;
};

/** `cutsMark`: whether it cuts the byte order mark off, without looking at it. */
export type Client = { name: string; speaks: 'json' | 'xml'; lowersNames?: boolean; cutsMark?: boolean };
type Answer = { status: number; headers: IncomingHttpHeaders; text: string; tree?: unknown };
export type Talk = {
  /** All values taken so far. */
  taken: Record<string, string>;
  run(step: Step): Promise<void>;
  /** The strings that a reading of the last answer finds. */
  found(path: string): string[];
};

const NAMESPACE = { e: 'http://www.veeam.com/ent/v1.0' };
const TRIES = 100;

/** Lets a client talk to the simulator. A reading that is missing throws an error that names client, request and reading. */
export function talkAs(
  client: Client,
  em: EnterpriseManagerSimulator,
  clock: HandClock,
  given: Record<string, string> = {},
): Talk {
  const taken: Record<string, string> = { basic: serviceAccount(em), ...given };
  let asked = '';
  let last: Answer = { status: 0, headers: {}, text: '' };
  const values = (path: string): unknown[] => valuesOf(client, last, filled(path, taken));
  const fail = (what: string): never => {
    throw new Error(`${client.name}: ${asked}: ${what}`);
  };
  const read = (path: string, reading: Reading): void => {
    const all = values(path);
    const wrong = all.find((value) => !holds(value, reading));
    if (all.length > 0 && wrong === undefined && !all.includes(undefined)) return;
    fail(`reads ${filled(path, taken)} as ${String(reading)} and finds ${JSON.stringify(wrong) ?? 'nothing'}`);
  };
  const ask = async (step: Step): Promise<void> => {
    asked = filled(step.ask, taken);
    last = await send(em, asked, filledAll(step.headers, taken), step.body);
    const wish = step.status ?? 200;
    if (last.status !== wish) fail(`needs ${wish} and gets ${last.status}: ${last.text.slice(0, 300)}`);
  };
  const isOver = (step: Step): boolean =>
    Object.entries(step.until ?? {}).every(([path, value]) => values(path)[0] === value);
  return {
    taken,
    found: (path) => values(path).map(String),
    async run(step) {
      await ask(step);
      for (let tries = 0; !isOver(step); tries += 1) {
        if (tries === TRIES) fail(`waits for ${JSON.stringify(step.until)}, the last answer is ${last.text}`);
        clock.at += step.every ?? 1000;
        await ask(step);
      }
      for (const [path, reading] of Object.entries(step.reads ?? {})) read(path, reading);
      for (const [name, path] of Object.entries(step.take ?? {})) {
        const value = headerOf(last, path) ?? values(path)[0];
        taken[name] = typeof value === 'string' ? value : fail(`takes ${path} and finds ${JSON.stringify(value)}`);
      }
    },
  };
}

/** Runs steps one after the other. */
export async function replay(talk: Talk, steps: readonly Step[]): Promise<void> {
  for (const step of steps) await talk.run(step);
}

/** User and password of the Portal Administrator, as Basic authentication has them. */
function serviceAccount(em: EnterpriseManagerSimulator): string {
  const account = em.accounts.find(({ username }) => username.endsWith('svc-retrydesk'));
  return Buffer.from(`${account?.username}:${account?.password}`).toString('base64');
}

function filled(text: string, taken: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => taken[name] ?? '');
}

function filledAll(headers: Record<string, string> = {}, taken: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, filled(value, taken)]));
}

function send(
  em: EnterpriseManagerSimulator,
  asked: string,
  headers: Record<string, string>,
  body = '',
): Promise<Answer> {
  const [method = '', ...address] = asked.split(' ');
  const { href } = new URL(address.join(' '), em.url);
  const length = body === '' ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const call = httpsRequest(
      href,
      { method, headers: { ...headers, ...length }, ca: em.caPem, agent: false },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
        answer.on('error', reject);
      },
    );
    call.on('error', reject).end(body);
  });
}

/** A header of an answer, or its cookie as a client sends it back; undefined for any other path. */
function headerOf({ headers }: Answer, path: string): string | undefined {
  if (path === 'cookie') return headers['set-cookie']?.[0]?.split(';')[0];
  if (!path.startsWith('header ')) return undefined;
  return String(headers[path.slice('header '.length).toLowerCase()]);
}

function valuesOf(client: Client, answer: Answer, path: string): unknown[] {
  const { speaks, lowersNames = false, cutsMark = false } = client;
  if (speaks === 'xml') return valuesByXPath(answer.text, path);
  if (answer.tree === undefined) {
    const tree: unknown = JSON.parse(cutsMark ? answer.text.slice(1) : answer.text);
    answer.tree = lowersNames ? withLowerNames(tree) : tree;
  }
  return follow(answer.tree, path.split(/\.|(?=\[)/));
}

function valuesByXPath(text: string, path: string): string[] {
  const document = XmlDocument.fromString(text);
  try {
    const value = document.eval(path, NAMESPACE);
    return Array.isArray(value) ? value.map(({ content }) => content) : [String(value)];
  } finally {
    document.dispose();
  }
}

/** The values at a path, once for each item where it leads through all of a list. */
function follow(value: unknown, [part, ...rest]: string[]): unknown[] {
  if (part === undefined) return [value];
  if (part === '[*]') return Array.isArray(value) ? value.flatMap((item) => follow(item, rest)) : [undefined];
  const place = /^\[(\d+)\]$/.exec(part)?.[1];
  if (place !== undefined) return follow(Array.isArray(value) ? value[Number(place)] : undefined, rest);
  return follow(isRecord(value) ? value[part] : undefined, rest);
}

function withLowerNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withLowerNames);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name.toLowerCase(), withLowerNames(held)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function holds(value: unknown, reading: Reading): boolean {
  if (reading === 'list') return Array.isArray(value);
  if (reading === 'number') return Number.isFinite(typeof value === 'string' ? Number.parseFloat(value) : value);
  if (reading === 'text or null' && value === null) return true;
  if (typeof value !== 'string') return false;
  if (reading === 'string') return true;
  if (reading === 'text' || reading === 'text or null') return value !== '';
  return reading instanceof RegExp ? reading.test(value) : reading.includes(value);
}

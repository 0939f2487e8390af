import { request as httpsRequest } from 'node:https';
import type { EnterpriseManagerSimulator } from '#index.ts';

export type Received = { status: number; headers: Record<string, string | string[] | undefined>; body: string };
export type Wish = { method?: string; headers?: Record<string, string> };

/** One call over HTTPS, the certificate verified against the simulator's CA file. */
export function send(em: EnterpriseManagerSimulator, path: string, wish: Wish = {}): Promise<Received> {
  return new Promise((resolve, reject) => {
    const call = httpsRequest(
      em.url + path,
      { ca: em.caPem, agent: false, method: wish.method ?? 'GET', headers: wish.headers ?? {} },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          body += chunk;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
        answer.on('error', reject);
      },
    );
    call.on('error', reject);
    call.end();
  });
}

/** The Authorization header of one of the simulator's accounts, by its short name. */
export function basic(em: EnterpriseManagerSimulator, name: string): Record<string, string> {
  const account = em.accounts.find(({ username }) => username.endsWith(name));
  return { Authorization: `Basic ${Buffer.from(`${account?.username}:${account?.password}`).toString('base64')}` };
}

/** Logs on and gives the header that every further call carries. */
export async function logOn(em: EnterpriseManagerSimulator, name = 'svc-retrydesk'): Promise<Record<string, string>> {
  const received = await send(em, '/api/sessionMngr/?v=latest', { method: 'POST', headers: basic(em, name) });
  return { 'X-RestSvcSessionId': String(received.headers['x-restsvcsessionid']) };
}

/** The text of every element of that name. */
export function textsOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map((match) => match[1] ?? '');
}

/** The ids of all resources that an answer lists, sorted. Throws when the answer is no 200. */
export async function ids(
  em: EnterpriseManagerSimulator,
  path: string,
  headers: Record<string, string>,
): Promise<string[]> {
  const { status, body } = await send(em, path, { headers });
  if (status !== 200) throw new Error(`${path} answered ${status}: ${body}`);
  return [...body.matchAll(/ UID="urn:veeam:\w+:([0-9a-f-]{36})"/g)].map((match) => match[1] ?? '').toSorted();
}

import { contentOf, exchange, refuse, type Schema, type Sent } from './request.ts';

/** Sends an unsafe call and reads its JSON answer. */
export async function sendJson<T>(
  method: 'POST' | 'DELETE',
  path: string,
  schema: Schema<T>,
  sent: Omit<Sent, 'signal'> = {},
): Promise<T> {
  const { response, text } = await exchange(method, path, sent);
  if (!response.ok) refuse(response, text);
  return contentOf(schema, response, text);
}

/** Sends an unsafe call whose answer has nothing to read. */
export async function sendEmpty(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<void> {
  const { response, text } = await exchange(method, path, body === undefined ? {} : { body });
  if (!response.ok) refuse(response, text);
}

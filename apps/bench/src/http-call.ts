import { type Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** An answer with its body as it came. */
export type Reply = { status: number; headers: IncomingHttpHeaders; body: Buffer };

export type Call = {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  agent?: Agent;
  /** The certificate that is trusted, PEM. */
  ca?: string;
};

/** One request over a plain socket: nothing is unpacked, followed or asked again. */
export function send(url: string, call: Call = {}): Promise<Reply> {
  const { body, ...options } = call;
  const request = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

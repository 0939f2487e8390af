import { get } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HttpStage, openHttpStage, script } from './http-stage.ts';

let stage: HttpStage;
beforeAll(async () => {
  stage = await openHttpStage();
});
afterAll(() => stage.end());

function bytesOf(
  path: string,
  coding: string,
): Promise<{ headers: Record<string, unknown>; status: number; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: stage.port, path, headers: { 'accept-encoding': coding } };
    get(options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ headers: answer.headers, status: answer.statusCode ?? 0, bytes: Buffer.concat(chunks) }),
      );
    }).on('error', reject);
  });
}

test.each([
  // The headers of browsers; their order does not matter.
  ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
] as const)(
  'scripts go out compressed for a client that accepts %s, for a year',
  async (accepted, coding, decompress) => {
    for (let time = 0; time < 2; time += 1) {
      const { status, headers, bytes } = await bytesOf('/assets/app-Bx12.js', accepted);
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'content-encoding': coding,
        vary: 'Accept-Encoding',
        'cache-control': 'public, max-age=31536000, immutable',
        'content-type': 'text/javascript; charset=utf-8',
        'content-length': String(bytes.length),
        'x-content-type-options': 'nosniff',
      });
      expect(decompress(bytes).toString()).toBe(script);
    }
  },
);

test('a client that accepts no compression gets the file as it is', async () => {
  const { headers, bytes } = await bytesOf('/assets/app-Bx12.js', 'identity');
  expect(headers).not.toHaveProperty('content-encoding');
  expect(bytes.toString()).toBe(script);
});

test.each([
  '/assets/none.js',
  '/assets/..%2f..%2fdata%2fx.js',
  '/assets/../index.js',
  '/assets/%2e%2e/data.js',
  '/assets/a/b.js',
])('no other file is compressed for anybody: %s', async (path) => {
  expect((await bytesOf(path, 'br')).status).toBe(404);
});

import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { RequestHandler } from 'express';
import { type Coding, codingFor } from '#negotiate.ts';

/** Names that the build gives to text: a hash in them makes each content a name of its own. */
const named = /^\/[\w.-]+\.(?:js|css|svg)$/;
const year = 'public, max-age=31536000, immutable';

const brotliLater = promisify(brotliCompress);
const gzipLater = promisify(gzip);
// Made once for a year: a little more patience than for a board.
const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } };

type Compression = Exclude<Coding, 'identity'>;

/**
 * The build's scripts and styles, compressed once at the first request and cached: there are as many as the build has
 * files.
 */
export function compressedAssets(folder: string): RequestHandler {
  const cached = new Map<string, Promise<Uint8Array | null>>();

  async function compress(name: string, coding: Compression): Promise<Uint8Array | null> {
    const bytes = await readFile(join(folder, name)).catch(() => null);
    if (bytes === null) return null;
    return coding === 'br' ? await brotliLater(bytes, options) : await gzipLater(bytes, { level: 9 });
  }

  async function compressed(name: string, coding: Compression): Promise<Uint8Array | null> {
    const key = `${coding} ${name}`;
    const known = cached.get(key) ?? compress(name, coding);
    cached.set(key, known);
    // Missing files and failures are not cached: anybody can make up names.
    const bytes = await known.catch(() => null);
    if (bytes === null) cached.delete(key);
    return bytes;
  }

  return async (request, response, next) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const coding = codingFor(request.headers['accept-encoding']);
    if (!isRead || !named.test(request.path) || coding === 'identity') return next();
    const bytes = await compressed(request.path.slice(1), coding);
    if (bytes === null) return next();
    response.setHeader('content-encoding', coding);
    response.setHeader('vary', 'Accept-Encoding');
    response.setHeader('cache-control', year);
    response.type(extname(request.path));
    response.setHeader('content-length', bytes.byteLength);
    response.end(request.method === 'HEAD' ? undefined : bytes);
  };
}

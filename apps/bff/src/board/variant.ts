import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib';

/** One representation of the board, ready to send. The ETag is weak: it names the content, not the bytes. */
export type Variant = { etag: string; json: Uint8Array; gzip: Uint8Array; br: Uint8Array };

// Level 6 and quality 4: higher ones cost many times more for a few per cent.
const gzipOptions = { level: 6 };
const brotliOptions = {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 4,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
  },
};
const gzipLater = promisify(gzip);
const brotliLater = promisify(brotliCompress);

/** Compresses beside the event loop. */
export async function makeVariant(text: string, etag: string): Promise<Variant> {
  const json = Buffer.from(text);
  const [gz, br] = await Promise.all([gzipLater(json, gzipOptions), brotliLater(json, brotliOptions)]);
  return { etag, json, gzip: gz, br };
}

/** The same at once, for the small board before the first read. */
export function makeVariantNow(text: string, etag: string): Variant {
  const json = Buffer.from(text);
  return { etag, json, gzip: gzipSync(json, gzipOptions), br: brotliCompressSync(json, brotliOptions) };
}

/** A weak ETag of what the text says. */
export function etagOf(text: string): string {
  return `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}

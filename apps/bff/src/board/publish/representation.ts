import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Coding } from '#negotiate.ts';

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

/**
 * One representation of a published document. Its bytes are made once in each coding, beside the event loop: when
 * `prepare` is called, or else at the first request. The ETag is weak: it identifies the document, not its bytes.
 */
export class Representation {
  readonly etag: string;
  readonly #json: Buffer;
  readonly #made = new Map<Coding, Uint8Array>();
  readonly #making = new Map<Coding, Promise<Uint8Array>>();
  /** Codings requested so far, of this document and those before it. */
  readonly #codings: Set<Coding>;

  /** `parts`: of the text, in order; of ten thousand rows it is not held twice. `before`: the content that this one follows. */
  constructor(parts: readonly string[], etag: string, before: Representation | null = null) {
    this.#json = bytesOf(parts);
    this.#made.set('identity', this.#json);
    this.etag = etag;
    this.#codings = before === null ? new Set() : before.#codings;
  }

  get text(): string {
    return this.#json.toString();
  }

  /** The bytes in this coding where they are made; null where they are not. */
  ready(coding: Coding): Uint8Array | null {
    return this.#made.get(coding) ?? null;
  }

  /** Makes the bytes in every coding that readers take, so that the next one need not wait. */
  async prepare(): Promise<void> {
    for (const coding of this.#codings) await this.bytes(coding);
  }

  /** The bytes in this coding; many who ask at once get the same. */
  bytes(coding: Coding): Promise<Uint8Array> {
    this.#codings.add(coding);
    const making = this.#making.get(coding) ?? this.#make(coding);
    this.#making.set(coding, making);
    // The next request tries again.
    making.catch(() => this.#making.delete(coding));
    return making;
  }

  async #make(coding: Coding): Promise<Uint8Array> {
    if (coding === 'identity') return this.#json;
    const bytes = await (coding === 'gzip'
      ? gzipLater(this.#json, gzipOptions)
      : brotliLater(this.#json, brotliOptions));
    this.#made.set(coding, bytes);
    return bytes;
  }
}

function bytesOf(parts: readonly string[]): Buffer {
  const bytes = Buffer.allocUnsafeSlow(parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0));
  let at = 0;
  for (const part of parts) at += bytes.write(part, at);
  return bytes;
}

/** A weak ETag of a text, given in parts. */
export function etagOf(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return `W/"${hash.digest('base64url').slice(0, 22)}"`;
}

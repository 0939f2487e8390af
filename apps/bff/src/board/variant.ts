import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Coding } from './negotiate.ts';

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
 * One representation of the board. Its bytes are made when the first reader asks for them in that coding, once, beside the
 * event loop: most readers have the content already and get no body at all. The ETag is weak: it names the content.
 */
export class Variant {
  readonly etag: string;
  readonly #text: string;
  readonly #made = new Map<Coding, Uint8Array>();
  readonly #making = new Map<Coding, Promise<Uint8Array>>();

  constructor(text: string, etag: string) {
    this.#text = text;
    this.etag = etag;
  }

  get text(): string {
    return this.#text;
  }

  /** The bytes in this coding where they are made; null where nobody has asked for them yet. */
  ready(coding: Coding): Uint8Array | null {
    return this.#made.get(coding) ?? null;
  }

  /** The bytes in this coding; many who ask at once get the same. */
  bytes(coding: Coding): Promise<Uint8Array> {
    const making = this.#making.get(coding) ?? this.#make(coding);
    this.#making.set(coding, making);
    return making;
  }

  async #make(coding: Coding): Promise<Uint8Array> {
    const json = Buffer.from(this.#text);
    const bytes =
      coding === 'gzip'
        ? await gzipLater(json, gzipOptions)
        : coding === 'br'
          ? await brotliLater(json, brotliOptions)
          : json;
    this.#made.set(coding, bytes);
    return bytes;
  }
}

/** A weak ETag of what the text says. */
export function etagOf(text: string): string {
  return `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}

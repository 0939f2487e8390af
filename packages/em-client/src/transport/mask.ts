import { decodeBytes } from '../xml/decode.ts';
import { secretForms } from './secret-forms.ts';

/** Cuts our secrets out of what Enterprise Manager, or a proxy before it, writes: an error that quotes a request quotes them too. */
export type Mask = {
  /**
   * Cuts this out from now on, in every form it may be quoted in. `everywhere`: also from records, where a short or plain word
   * is left alone, as it may be a name; else from errors and headers only. The function returned ends it.
   */
  hide: (secret: string, where: 'everywhere' | 'errors') => () => void;
  /** An answer without them. The body stays the same object where it holds none. */
  answer: <B extends Uint8Array>(answer: Answer<B>) => Answer<B | Buffer<ArrayBuffer>>;
};

type Answer<B> = { status: number; headers: Record<string, string>; body: B };
type Hidden = ReturnType<typeof secretForms> & { everywhere: boolean };

const INSTEAD = '[cut out]';
/** The header that gives us the token has to be read. */
const given = new Set(['x-restsvcsessionid', 'set-cookie']);
/** Longer errors are none: they are looked through for the usual forms only. */
const mostThorough = 64 * 1024;

function isError(status: number, body: Buffer): boolean {
  if (status >= 300) return true;
  const start = body.subarray(0, 400).toString('latin1').replaceAll('\0', '').trimStart();
  return !start.startsWith('<') || /<Error[\s>/]|<!doctype|<html/i.test(start);
}

function cut(text: string, hidden: Iterable<Hidden>, thorough: boolean): string {
  let left = text;
  // Name and password together go before the password alone.
  for (const { usual, mixed } of [...hidden].sort((a, b) => b.length - a.length)) {
    for (const form of usual) left = left.replace(form.pattern, INSTEAD);
    if (thorough) left = left.replace(mixed, INSTEAD);
  }
  return left;
}

function bytesOf(latin1: string): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(latin1.length);
  bytes.write(latin1, 'latin1');
  return bytes;
}

export function createMask(): Mask {
  const all = new Set<Hidden>();

  function maskedBody<B extends Uint8Array>(status: number, body: B): B | Buffer<ArrayBuffer> {
    if (all.size === 0 || body.length === 0) return body;
    let view = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    // UTF-16 is looked at, and handed on where something was cut, as UTF-8.
    const [first, second] = body;
    if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
      view = Buffer.from(decodeBytes(body) ?? '');
    }
    if (isError(status, view)) {
      const text = view.toString('latin1');
      const left = cut(text, all, view.length <= mostThorough);
      return left === text ? body : bytesOf(left);
    }
    const found = [...all].filter(
      (hidden) => hidden.everywhere && hidden.usual.some(({ bytes }) => view.includes(bytes)),
    );
    if (found.length === 0) return body;
    const left = cut(view.toString('latin1'), found, false);
    return bytesOf(left);
  }

  return {
    hide: (secret, where) => {
      const forms = secretForms(secret);
      const hidden = { ...forms, everywhere: where === 'everywhere' && !forms.isPlain };
      all.add(hidden);
      return () => void all.delete(hidden);
    },
    answer: ({ status, headers, body }) => ({
      status,
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, given.has(name) ? value : cut(value, all, true)]),
      ),
      body: maskedBody(status, body),
    }),
  };
}

import { readFileSync } from 'node:fs';

/** A file that does not hold what it should; the message follows its path. */
class ContentError extends Error {
  override readonly name = 'ContentError';
}

/** Why a file could not be read, and what to do; follows its path. */
export function whyUnreadable(error: unknown): string {
  if (error instanceof ContentError) return error.message;
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (code === 'ENOENT') return 'does not exist: give the path of a file';
  if (code === 'EISDIR') return 'is a folder: give the path of a file in it';
  if (code === 'EACCES' || code === 'EPERM') return 'cannot be read by this account: give it the right to read it';
  return `cannot be read (${error instanceof Error ? error.message : String(error)}): give another file`;
}

/**
 * The text of a file in UTF-8. Notepad and PowerShell save others: their first letters, or all of them, would become part
 * of a name or a password.
 * @throws ContentError, or the error of the file system
 */
export function readText(path: string): string {
  const bytes = readFileSync(path);
  const [first, second, third] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || bytes.includes(0))
    throw new ContentError('is in UTF-16: save it as UTF-8, in Notepad under "Save as", Encoding');
  if (first === 0xef && second === 0xbb && third === 0xbf)
    throw new ContentError(
      'begins with a byte order mark, which would be part of its text: save it as UTF-8 without BOM',
    );
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ContentError('is not in UTF-8: save it as UTF-8');
  }
}

/**
 * The current secret in a file, without the last line break.
 * @throws ContentError where there is none, or more than one line, which would be sent as part of it; or the error of the file system
 */
export function readSecretFile(path: string): string {
  const secret = readText(path).replace(/\r?\n$/, '');
  if (secret.trim() === '') throw new ContentError('is empty: write the secret into it');
  if (/[\r\n]/.test(secret)) throw new ContentError('holds several lines: leave the secret alone in it, on one line');
  return secret;
}

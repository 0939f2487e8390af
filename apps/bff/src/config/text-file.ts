import { readFileSync } from 'node:fs';

/** A file in another encoding than it is read in; the message follows its path. */
export class EncodingError extends Error {
  override readonly name = 'EncodingError';
}

/**
 * The text of a file in UTF-8. Notepad and PowerShell save others: their first letters, or all of them, would become part
 * of a name or a password.
 * @throws EncodingError, or the error of the file system
 */
export function readText(path: string): string {
  const bytes = readFileSync(path);
  const [first, second, third] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || bytes.includes(0))
    throw new EncodingError('is in UTF-16: save it as UTF-8, in Notepad under "Save as", Encoding');
  if (first === 0xef && second === 0xbb && third === 0xbf)
    throw new EncodingError(
      'begins with a byte order mark, which would be part of its text: save it as UTF-8 without BOM',
    );
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new EncodingError('is not in UTF-8: save it as UTF-8');
  }
}

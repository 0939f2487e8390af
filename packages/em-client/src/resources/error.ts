import { parseXml } from '../xml/parse.ts';
import { attribute, text } from '../xml/tree.ts';

/** EM's own words in an error answer, in XML or JSON; null where the body is something else (a proxy's page). */
export function errorMessageOf(body: Uint8Array): string | null {
  const start = new TextDecoder().decode(body.subarray(0, 1)).trim();
  try {
    if (start === '{') {
      const parsed: unknown = JSON.parse(new TextDecoder().decode(body));
      const message =
        parsed instanceof Object ? (Reflect.get(parsed, 'Message') ?? Reflect.get(parsed, 'message')) : null;
      return typeof message === 'string' && message.trim() !== '' ? message.trim() : null;
    }
    const { rootName, root } = parseXml(body);
    if (rootName !== 'Error') return null;
    return (attribute(root, 'Message') ?? text(root, 'Message'))?.trim() ?? null;
  } catch {
    return null; // not EM's form: the status speaks for itself
  }
}

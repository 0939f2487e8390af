import { parseXml } from '../xml/parse.ts';
import { attribute, text } from '../xml/tree.ts';

const longestMessage = 2_000;

/** The text of an `Error` in JSON; `message` since v13 (captured 13.0.1). */
function jsonMessage(body: Uint8Array): string | null {
  const parsed: unknown = JSON.parse(new TextDecoder().decode(body));
  if (!(parsed instanceof Object)) return null;
  const names = ['Message', 'message', 'FirstChanceExceptionMessage', 'firstChanceExceptionMessage'];
  return firstWords(names.map((name) => Reflect.get(parsed, name)));
}

function xmlMessage(body: Uint8Array): string | null {
  const { rootName, root } = parseXml(body);
  if (rootName !== 'Error') return null;
  return firstWords([attribute(root, 'Message'), text(root, 'Message'), text(root, 'FirstChanceExceptionMessage')]);
}

/** In captured answers of 12.3 and 13.0 the words may also stand in FirstChanceExceptionMessage. */
function firstWords(places: readonly unknown[]): string | null {
  return places.find((words): words is string => typeof words === 'string' && words.trim() !== '') ?? null;
}

/** EM's own words in an error answer, in XML or JSON; null where the body is something else (a proxy's page). */
export function errorMessageOf(body: Uint8Array): string | null {
  try {
    const isJson = /^\s*\{/.test(new TextDecoder().decode(body.subarray(0, 64)));
    const message = (isJson ? jsonMessage(body) : xmlMessage(body))?.trim() ?? '';
    return message === '' ? null : message.slice(0, longestMessage);
  } catch {
    return null; // not EM's form: the status alone counts
  }
}

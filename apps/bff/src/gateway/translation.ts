import { translateXml } from '@retry-desk/em-client/translate';
import type { Format } from './format.ts';
import { ownHref } from './own-href.ts';

/** `base`: the path of PUBLIC_URL, in front of every address. */
export type Work = { body: Uint8Array<ArrayBuffer>; format: Format; base: string };

/** An answer as it goes out, and the name of its root; or why it is not Enterprise Manager's XML, as half a sentence. */
export type Translation = { rootName: string; bytes: Uint8Array<ArrayBuffer> } | { flaw: string };

/** The translated body of an answer. Takes a second and more for the largest: see `translateApart`. */
export function translate({ body, format, base }: Work): Translation {
  const translated = translateXml(body, format, (href) => ownHref(href, base));
  if ('flaw' in translated) return translated;
  return { rootName: translated.rootName, bytes: new TextEncoder().encode(translated.text) };
}

import { EntityDecoder } from '@nodable/entities';
import { XMLParser } from 'fast-xml-parser';
import { decodeBytes } from './decode.ts';
import type { XmlNode } from './tree.ts';
import { flawOf, type OnAttribute } from './well-formed.ts';

/** Bytes that are not the XML Enterprise Manager sends. `why` is half a sentence: "it is an HTML page"; `at` the character. */
export class UnreadableXml extends Error {
  override readonly name = 'UnreadableXml';
  readonly why: string;

  constructor(why: string, at?: number) {
    super(at === undefined ? why : `${why} (character ${at})`);
    this.why = why;
  }
}

export type XmlDocument = { rootName: string; root: XmlNode };

const maxDepth = 64;

/** The five named entities and numeric references, with room for real lists full of `&amp;` and none for a bomb. */
function entityDecoder(): EntityDecoder {
  return new EntityDecoder({
    limit: { maxTotalExpansions: 2_000_000, maxExpandedLength: 16 * 1024 * 1024, applyLimitsTo: 'all' },
  });
}

const options = {
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  jPath: false,
  maxNestedTags: maxDepth + 1,
  processEntities: { enabled: true },
};

const whole = new XMLParser({ ...options, entityDecoder: entityDecoder() });
/**
 * Links are a third of a list and hardly ever looked at: they stay text until somebody does. What a job holds of its
 * machines and storage (`JobInfo`) is most of the rest, and no record of ours is made of it.
 */
const withoutLinks = new XMLParser({ ...options, entityDecoder: entityDecoder(), stopNodes: ['..Links', '..JobInfo'] });

function refuseForeignText(text: string): void {
  const start = text.trimStart().slice(0, 200).toLowerCase();
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) throw new UnreadableXml('it is an HTML page');
  if (start === '') throw new UnreadableXml('it is empty');
  if (!start.startsWith('<')) throw new UnreadableXml('it is not XML');
}

function treeOf(parser: XMLParser, text: string): XmlDocument {
  let parsed: Record<string, XmlNode | string>;
  try {
    parsed = parser.parse(text);
  } catch (error) {
    throw new UnreadableXml(error instanceof Error ? error.message : String(error));
  }
  const [rootName, ...others] = Object.keys(parsed).filter((name) => name !== '#text');
  const root = rootName === undefined ? undefined : parsed[rootName];
  if (rootName === undefined || root === undefined || others.length > 0 || Array.isArray(root)) {
    throw new UnreadableXml('it has not exactly one root');
  }
  return { rootName, root: typeof root === 'string' ? { '#text': root } : root };
}

/** The text of one document, checked as a whole. Throws UnreadableXml for broken, foreign or hostile bytes. */
export function checkedText(bytes: Uint8Array, onAttribute?: OnAttribute): string {
  const text = decodeBytes(bytes);
  if (text === null) throw new UnreadableXml('its characters are in no encoding that Enterprise Manager uses');
  refuseForeignText(text);
  const flaw = flawOf(text, maxDepth, onAttribute);
  if (flaw) throw new UnreadableXml(flaw.why, flaw.at);
  return text;
}

/** With `as-text` the content of `Links` stays text, which `parseLinks` reads where it is needed, and so does that of `JobInfo`. */
type How = { links: 'read' | 'as-text' };

/** The content of a text that `checkedText` has let through. */
export function parseChecked(text: string, how: How = { links: 'read' }): XmlDocument {
  return treeOf(how.links === 'read' ? whole : withoutLinks, text);
}

/**
 * Reads one document, checked as a whole before anything is made of it. Throws UnreadableXml for broken, foreign or
 * hostile text; never returns part of a document.
 */
export function parseXml(bytes: Uint8Array, how?: How): XmlDocument {
  return parseChecked(checkedText(bytes), how);
}

/** The content of a `Links` element that was left as text in a document that has been checked. */
export function parseLinks(content: string): XmlNode {
  return parseChecked(`<Links>${content}</Links>`).root;
}

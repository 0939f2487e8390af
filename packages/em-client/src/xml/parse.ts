import { EntityDecoder } from '@nodable/entities';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { decodeBytes } from './decode.ts';
import type { XmlNode } from './tree.ts';

/** Bytes that are not the XML Enterprise Manager sends. `why` is half a sentence: "it is an HTML page". */
export class UnreadableXml extends Error {
  override readonly name = 'UnreadableXml';
}

export type XmlDocument = { rootName: string; root: XmlNode };

const maxDepth = 64;

/** The five named entities and numeric references, with room for real lists full of `&amp;` and none for a bomb. */
function entityDecoder(): EntityDecoder {
  return new EntityDecoder({
    limit: { maxTotalExpansions: 2_000_000, maxExpandedLength: 16 * 1024 * 1024, applyLimitsTo: 'all' },
  });
}

function createParser(): XMLParser {
  return new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    parseAttributeValue: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    removeNSPrefix: true,
    jPath: false,
    maxNestedTags: maxDepth,
    processEntities: { enabled: true },
    entityDecoder: entityDecoder(),
  });
}

function refuseForeignText(text: string): void {
  const start = text.trimStart().slice(0, 200).toLowerCase();
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) throw new UnreadableXml('it is an HTML page');
  if (start === '') throw new UnreadableXml('it is empty');
  if (!start.startsWith('<')) throw new UnreadableXml('it is not XML');
  if (text.includes('\0')) throw new UnreadableXml('it holds a NUL character');
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new UnreadableXml('it declares a document type');
}

/**
 * Reads one document, checked as a whole before anything is made of it. Throws UnreadableXml for broken, foreign or
 * hostile text; never returns part of a document.
 */
export function parseXml(bytes: Uint8Array): XmlDocument {
  const text = decodeBytes(bytes);
  if (text === null) throw new UnreadableXml('its characters are in no encoding that Enterprise Manager uses');
  refuseForeignText(text);
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) throw new UnreadableXml(`it is broken in line ${verdict.err.line}: ${verdict.err.msg}`);
  let parsed: Record<string, XmlNode | string>;
  try {
    parsed = createParser().parse(text);
  } catch (error) {
    throw new UnreadableXml(error instanceof Error ? error.message : String(error));
  }
  const roots = Object.keys(parsed).filter((name) => name !== '#text');
  const [rootName] = roots;
  const root = rootName === undefined ? undefined : parsed[rootName];
  if (rootName === undefined || root === undefined || roots.length > 1 || Array.isArray(root)) {
    throw new UnreadableXml('it has not exactly one root');
  }
  return { rootName, root: typeof root === 'string' ? { '#text': root } : root };
}

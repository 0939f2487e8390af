import { readFileSync } from 'node:fs';
import { XmlDocument, XmlLibError, XsdValidator } from 'libxml2-wasm';

const SCHEMA = readFileSync(new URL('../schema/enterprise-manager.xsd', import.meta.url));
// Kept for as long as the validator, which may look into it.
const schema = XmlDocument.fromBuffer(SCHEMA);
const validator = XsdValidator.fromDoc(schema);

/** The faults of an answer by the schema of Enterprise Manager's XML; empty when there are none. */
export function validateXml(text: string): string[] {
  let document: XmlDocument | undefined;
  try {
    document = XmlDocument.fromBuffer(Buffer.from(text, 'utf8'));
    validator.validate(document);
    return [];
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error;
    return error.details.map(({ message, line, xpath }) => `${xpath ?? `line ${line}`}: ${message.trim()}`);
  } finally {
    document?.dispose();
  }
}

import { readFileSync } from 'node:fs';
import { ParseOption, XmlDocument, XmlParseError, XmlValidateError, XsdValidator } from 'libxml2-wasm';

const file = new URL('../schema/enterprise-manager.xsd', import.meta.url);
const validator = XsdValidator.fromDoc(XmlDocument.fromString(readFileSync(file, 'utf8')));

/** What is wrong with an answer by the schema of Enterprise Manager's answers; nothing for a right one. */
export function faultsOf(xml: string): string[] {
  let document: XmlDocument | undefined;
  try {
    document = XmlDocument.fromString(xml.replace(/^\uFEFF/, ''), { option: ParseOption.XML_PARSE_NONET });
    validator.validate(document);
    return [];
  } catch (error) {
    if (error instanceof XmlValidateError || error instanceof XmlParseError) {
      return error.details.map(({ message }) => message.trim());
    }
    throw error;
  } finally {
    document?.dispose();
  }
}

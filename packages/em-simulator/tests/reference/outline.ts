import { XmlDocument, XmlElement } from 'libxml2-wasm';

/**
 * The shape of an answer, a line for each element, two spaces deeper for each level: its name, its attributes (Rel and
 * Type with their words, then the others by name) and, where it holds no elements, the kind of its text. Siblings with the
 * same shape, links aside, make one line.
 */
export function outlineOf(body: string): string {
  const document = XmlDocument.fromString(body);
  try {
    return linesOf(document.root).join('\n');
  } finally {
    document.dispose();
  }
}

function linesOf(element: XmlElement): string[] {
  const inside = element
    .find('*')
    .filter((node) => node instanceof XmlElement)
    .map((child) => ({ isLink: child.name === 'Link', lines: linesOf(child) }));
  const shapes = inside.map(({ lines }) => lines.join('\n'));
  const shown = inside.filter(({ isLink }, place) => isLink || shapes.indexOf(shapes[place] ?? '') === place);
  return [headOf(element, inside.length === 0), ...shown.flatMap(({ lines }) => lines.map((line) => `  ${line}`))];
}

function headOf(element: XmlElement, isLeaf: boolean): string {
  const words = ['Rel', 'Type'].flatMap((name) => {
    const word = element.attr(name)?.value;
    return word === undefined ? [] : [`${name}=${word}`];
  });
  const others = element.attrs.map(({ name }) => name).filter((name) => name !== 'Rel' && name !== 'Type');
  const head = [element.name, ...words, ...others.toSorted()].join(' ');
  const isMember = isLeaf && (element.attrs.length === 0 || element.content !== '');
  return isMember ? `${head}: ${kindOf(element.content)}` : head;
}

const KINDS = [
  ['empty', /^$/],
  ['number', /^-?\d+$/],
  ['boolean', /^(?:true|false)$/],
  ['time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/],
  ['urn', /^urn:/],
  ['guid', /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
] as const;

function kindOf(text: string): string {
  return KINDS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'text';
}

/** A scalar as a record holds it; null is left out of XML and written in JSON. */
export type Scalar = string | number | boolean | null;

/** The parts of an answer before it is written as XML or JSON; `text` stands where an element has attributes and text. */
export type Element = {
  kind: 'element';
  name: string;
  attributes: Record<string, Scalar>;
  children: readonly Child[];
  text?: string;
};
/** `json` stands in place of `value` where JSON writes it otherwise. */
export type Value = { kind: 'value'; name: string; value: Scalar; json?: Scalar };
/** `inline` lists have no element of their own in XML but a member of their own in JSON. */
export type List = { kind: 'list'; name: string; inline: boolean; items: readonly (Element | Value)[] };
export type Child = Element | Value | List;

export function element(name: string, attributes: Record<string, Scalar>, children: readonly Child[] = []): Element {
  return { kind: 'element', name, attributes, children };
}

export function value(name: string, content: Scalar): Value {
  return { kind: 'value', name, value: content };
}

export function list(name: string, items: readonly (Element | Value)[]): List {
  return { kind: 'list', name, inline: false, items };
}

export function inlineList(name: string, items: readonly (Element | Value)[]): List {
  return { kind: 'list', name, inline: true, items };
}

import * as contract from '@retry-desk/contract';
import * as z from 'zod/mini';

export type Json = Record<string, unknown>;

/** Names in the document that differ from the contract's. */
const otherNames: Readonly<Record<string, string>> = { jobRow: 'Job', problem: 'Problem' };

function isObjectSchema(value: unknown): value is z.ZodMiniType {
  return value instanceof z.ZodMiniObject || value instanceof z.ZodMiniUnion;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Every schema of the contract by its name: each is described once. */
const named = z.registry<{ id: string }>();
for (const [name, schema] of Object.entries(contract))
  if (isObjectSchema(schema)) named.add(schema, { id: otherNames[name] ?? capital(name) });

/** Describes schemas; those with a name stand in `components`, which grows as they are met. */
export function createDescriber() {
  const components: Record<string, Json> = {};

  function reference(name: string, { id, ...definition }: Json): Json {
    const before = components[name];
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(definition))
      throw new Error(`${name} is one thing in requests and another in answers: give it two schemas.`);
    components[name] = definition;
    return { $ref: `#/components/schemas/${name}` };
  }

  /** The schema as JSON, and what it refers to by name: itself, too, where it has one. */
  function convert(schema: z.ZodMiniType, io: 'input' | 'output') {
    const override = ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }) => {
      // A format is understood everywhere, its pattern of JavaScript is not.
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
      // An answer may have more fields in a newer version.
      if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    };
    const whole = z.toJSONSchema(schema, { io, unrepresentable: 'any', metadata: named, override });
    // References within one schema become references within the document.
    const text = JSON.stringify(whole).replaceAll('"#/$defs/', '"#/components/schemas/');
    const { $schema, $defs = {}, ...json }: Json & { $defs?: Record<string, Json> } = JSON.parse(text);
    return { json, defined: $defs };
  }

  function keep(defined: Readonly<Record<string, Json>>): void {
    for (const [name, definition] of Object.entries(defined)) reference(name, definition);
  }

  /** The schema, or a reference to it where it has a name. */
  function describe(schema: z.ZodMiniType, io: 'input' | 'output'): Json {
    const { json, defined } = convert(schema, io);
    keep(defined);
    return typeof json.id === 'string' ? reference(json.id, json) : json;
  }

  /** The schema of parameters: each of them is described by itself, and they have no name in common. */
  function parametersOf(schema: z.ZodMiniType): Json {
    const { json, defined } = convert(schema, 'input');
    const { [String(json.$ref).split('/').at(-1) ?? '']: own, ...others } = defined;
    keep(others);
    return own ?? json;
  }

  return { describe, parametersOf, components };
}

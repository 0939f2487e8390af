import fc from 'fast-check';
import * as z from 'zod/mini';

/** The parts of JSON Schema that our schemas are written with. */
type JsonSchema = {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
};

const moment = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

function text(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.format === 'date-time') return moment;
  if (schema.format === 'uuid' || schema.pattern?.startsWith('^[0-9a-f]{8}-')) return fc.uuid();
  const { minLength = 0, maxLength = 100, pattern } = schema;
  const any = fc.string({ unit: 'binary', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 400)) });
  if (pattern === undefined) return any;
  const fits = new RegExp(pattern, 'u');
  // fast-check makes no text of a Unicode class; random text has few control characters.
  return pattern.includes('\\P{Cc}') ? any.filter((text) => fits.test(text)) : fc.stringMatching(fits);
}

function list(schema: JsonSchema): fc.Arbitrary<unknown> {
  const { minItems = 0, maxItems = 5 } = schema;
  return fc.array(values(schema.items ?? {}), {
    minLength: minItems,
    maxLength: Math.max(minItems, Math.min(maxItems, 8)),
  });
}

function object({ properties = {}, required = [] }: JsonSchema): fc.Arbitrary<unknown> {
  const members = Object.entries(properties).map(([name, inner]) => [name, values(inner)] as const);
  return fc.record(Object.fromEntries(members), { requiredKeys: required });
}

function values(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(values));
  switch (schema.type) {
    case 'string':
      return text(schema);
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum ?? -1_000, max: schema.maximum ?? 1_000 });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return list(schema);
    case 'object':
      return object(schema);
    default:
      return fc.anything();
  }
}

/** A value that fits one of our schemas. */
export function fitting(schema: z.ZodMiniType): fc.Arbitrary<unknown> {
  // A schema of zod's is a JSON Schema of the parts above: `default` answers whatever else it may be.
  return values(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
}

/** A value that fits, but for a character in one of its texts that some machine interprets. */
export function spoiled(schema: z.ZodMiniType): fc.Arbitrary<unknown> {
  const signs = fc.constantFrom('\0', '\u001b', '\n', '\u0085', '\ud800');
  return fc.tuple(fitting(schema), signs, fc.nat()).map(([value, sign, at]) => {
    const members = Object.entries(Object(value));
    const chosen = members[at % Math.max(1, members.length)];
    return chosen === undefined ? value : { ...Object(value), [chosen[0]]: withSign(chosen[1], sign, at) };
  });
}

function withSign(value: unknown, sign: string, at: number): unknown {
  if (Array.isArray(value)) return value.map((inner) => withSign(inner, sign, at));
  if (typeof value !== 'string') return value;
  const place = at % (value.length + 1);
  return value.slice(0, place) + sign + value.slice(place);
}

/** A value that nearly fits: one member is missing, doubled, or of another type. */
export function beside(schema: z.ZodMiniType): fc.Arbitrary<unknown> {
  return fc
    .tuple(fitting(schema), fc.nat(), fc.anything(), fc.string({ maxLength: 20 }))
    .map(([value, at, other, name]) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return other;
      const members = Object.entries(value);
      const chosen = members[at % (members.length + 1)];
      if (chosen === undefined) return { ...value, [name]: other };
      return at % 2 === 0
        ? Object.fromEntries(members.filter((each) => each !== chosen))
        : { ...value, [chosen[0]]: other };
    });
}

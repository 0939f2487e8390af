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
  if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern));
  const { minLength = 0, maxLength = 100 } = schema;
  return fc.string({ unit: 'binary', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 400)) });
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

/** What fits a schema of ours. */
export function fitting(schema: z.ZodMiniType): fc.Arbitrary<unknown> {
  // A schema of zod's is a JSON Schema of the parts above: `default` answers whatever else it may be.
  return values(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
}

/** What nearly fits: one member is left out, doubled, or something else. */
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

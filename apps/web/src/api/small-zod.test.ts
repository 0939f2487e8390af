import { fileURLToPath } from 'node:url';
import * as contract from '@retry-desk/contract';
import { build } from 'vite';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
/** The parts of JSON Schema that the contract is written with. */
type Shape = {
  const?: Json;
  enum?: Json[];
  anyOf?: Shape[];
  type?: string | string[];
  format?: string;
  pattern?: string;
  properties?: Record<string, Shape>;
  items?: Shape;
};
type Schema = { safeParse: (value: unknown) => { success: boolean } };

function pathOf(specifier: string): string {
  return fileURLToPath(import.meta.resolve(specifier));
}

/** The contract as the pages have it. */
async function contractOfPages(): Promise<Record<string, Schema>> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { alias: { 'zod/mini': fileURLToPath(new URL('small-zod.ts', import.meta.url)) } },
    build: { write: false, minify: false, lib: { entry: pathOf('@retry-desk/contract'), formats: ['es'] } },
  });
  const [chunk] = [built].flat().flatMap((each) => ('output' in each ? each.output : []));
  if (chunk?.type !== 'chunk') throw new Error('nothing was built');
  return await import(`data:text/javascript,${encodeURIComponent(chunk.code)}`);
}

const uuid = '0192a6b4-54d7-73fe-b047-485d3566f11f';

function textOf({ format, pattern }: Shape): string {
  if (format === 'date-time') return '2026-11-23T08:02:14.000Z';
  if (format === 'uuid' || pattern?.startsWith('^[0-9a-f]{8}-')) return uuid;
  if (format === 'uri') return 'https://tickets.tech.local/INC-7';
  return ['Oracle Backup', '346', '34679A'].find((text) => new RegExp(pattern ?? '', 'u').test(text)) ?? '';
}

/** A value that fits, with every member. */
function fitting(shape: Shape): Json {
  if (shape.const !== undefined) return shape.const;
  if (shape.enum !== undefined) return shape.enum[0] ?? null;
  if (shape.anyOf !== undefined) return fitting(shape.anyOf[0] ?? {});
  switch ([shape.type].flat()[0]) {
    case 'object':
      return Object.fromEntries(Object.entries(shape.properties ?? {}).map(([name, inner]) => [name, fitting(inner)]));
    case 'array':
      return [fitting(shape.items ?? {})];
    case 'string':
      return textOf(shape);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return 3;
  }
}

const others: Json[] = [
  ...[null, true, 7, 0.5, -1, '', 'x', 'failed', 'open', [], {}, [null], { x: 1 }],
  ...['2026-11-23T08:02:14Z', '2026-11-23T08:02Z', '2026-11-23T08:02:14+01:00', '2026-13-23T08:02:14Z', '2026-11-23'],
  ...[uuid, uuid.toUpperCase(), uuid.slice(1), `${uuid}0`, uuid.replace('7', '9'), uuid.replace('-b', '-c')],
  ...['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  ...['https://x', 'tickets', 'https://', '34679A'],
];

/** The value with one thing in it exchanged, left out or added, in every place. */
function* spoiled(value: Json): Generator<Json> {
  yield* others;
  if (Array.isArray(value)) {
    for (const [at, inner] of value.entries()) for (const other of spoiled(inner)) yield value.with(at, other);
  } else if (typeof value === 'object' && value !== null) {
    yield { ...value, unnamed: 1 };
    for (const [name, inner] of Object.entries(value)) {
      const { [name]: _, ...rest } = value;
      yield rest;
      for (const other of spoiled(inner)) yield { ...value, [name]: other };
    }
  }
}

test('the pages take and refuse of every part of the contract what zod does', async () => {
  const small = await contractOfPages();
  const schemas = Object.entries(contract).filter(([, part]) => part instanceof z.ZodMiniType);
  expect(schemas.length).toBeGreaterThan(60);
  const differing: string[] = [];
  for (const [name, schema] of schemas) {
    // A schema of zod's is a JSON Schema of the parts above.
    const whole = fitting(z.toJSONSchema(schema as z.ZodMiniType, { io: 'input', unrepresentable: 'any' }) as Shape);
    expect((schema as Schema).safeParse(whole), name).toMatchObject({ success: true });
    // The longest are made of parts that are tried by themselves.
    const values = JSON.stringify(whole).length < 1_500 ? spoiled(whole) : others;
    for (const value of [whole, ...values]) {
      const { success } = (schema as Schema).safeParse(value);
      if (small[name]?.safeParse(value).success !== success)
        differing.push(`${name} ${success ? 'refuses' : 'takes'} ${JSON.stringify(value)}`);
    }
  }
  expect(differing).toEqual([]);
});

test('a number too large to be one is refused', async () => {
  const { counts } = await contractOfPages();
  const known = { failed: 1, retrying: 0, running: 0, recoveredToday: 0, jobs: 3 };
  expect(counts?.safeParse(known).success).toBe(true);
  expect(counts?.safeParse({ ...known, jobs: JSON.parse('1e999') }).success).toBe(false);
});

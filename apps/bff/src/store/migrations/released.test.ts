import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { migrationsFor } from './list.ts';

/** Each migration as it stood when it was released. A new one gets its line here with the commit that brings it. */
const released: Record<string, string> = {
  '001-retries': 'd2356b37fe8abb58',
  '002-access': '5b27c8668836294d',
  '004-replicas': 'bc790315253aa905',
  '005-step-chain': 'b1c79657d66cea75',
  '006-stops': 'd9ab034631565ee9',
  '007-people': '250566cb914efa6e',
  '008-never-emptied': 'f2ad90fefff857ea',
  '009-mended-people': 'f49cbf51f845a9fb',
  '010-bounds': '1883352a179c9f33',
  '011-chains': '23d6e2bf82f09702',
  '012-persons': 'a492c9eac22a863e',
  '013-wall-pairings': '6a07a2fb4cc44d52',
  '014-causes': '61f85f4139eda233',
  '015-attention': '0ad0067483b6c99d',
  '016-notices': '7b74749d71cc6b04',
  '017-retention': '703286232ca43a55',
};

/** Of what is carried out: imports, comments, blanks and commas before a bracket are no part of it. */
function hashOf(file: string): string {
  const carriedOut = readFileSync(new URL(file, import.meta.url), 'utf8')
    .replaceAll(/^import\s[\s\S]*?from\s+'[^']*';$/gm, '')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|\s)\/\/.*$/gm, '')
    .replaceAll(/\s+/g, '')
    .replaceAll(/,(?=[)\]}])/g, '');
  return createHash('sha256').update(carriedOut).digest('hex').slice(0, 16);
}

test('a released migration is never edited: stores that have run it would lack the change. Write a new one', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((name) => /^\d{3}-[\w-]+\.ts$/.test(name));
  expect(Object.fromEntries(files.map((file) => [file.replace('.ts', ''), hashOf(file)]))).toEqual(released);
});

test('every migration is carried out, in the order of its number', () => {
  for (const kind of ['sqlite', 'postgres'] as const)
    expect(Object.keys(migrationsFor(kind))).toEqual(Object.keys(released));
});

import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, expectTypeOf, test } from 'vitest';
import { logEvents } from './log-events.ts';
import { createLogger, type LogFields, type Logger } from './logger.ts';

const sources = fileURLToPath(new URL('..', import.meta.url));
const page = fileURLToPath(new URL('../../../../docs/log-events.md', import.meta.url));

/** The text of every source file but the list itself and tests. */
function code(): string {
  const files = globSync('**/*.ts', { cwd: sources }).filter(
    (file) => !file.endsWith('.test.ts') && !file.endsWith('log-events.ts'),
  );
  return files.map((file) => readFileSync(`${sources}${file}`, 'utf8')).join('\n');
}

test('the page about the log lists each event with its meaning, in order', () => {
  const rows = readFileSync(page, 'utf8').match(/^\| `.*$/gm);
  expect(rows).toEqual(
    Object.entries(logEvents)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([event, meaning]) => `| \`${event}\` | ${meaning} |`),
  );
});

test('each event is logged somewhere, but for those named by the client of Enterprise Manager', () => {
  const text = code();
  const byClient = ['em.logged-on', 'em.logged-off', 'em.session-lost', 'em.read-again'];
  const unused = Object.keys(logEvents).filter((event) => !byClient.includes(event) && !text.includes(`'${event}'`));
  expect(unused).toEqual([]);
});

test('a line carries its event beside its words, and a line without one does not compile', () => {
  const lines: string[] = [];
  const logger = createLogger('info', { write: (line) => void lines.push(line) });
  logger.info({ event: 'em.link.up', em: 'em01' }, 'enterprise manager link');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ event: 'em.link.up', em: 'em01', msg: 'enterprise manager link' });
  expectTypeOf<Parameters<Logger['info']>[0]>().toEqualTypeOf<LogFields>();
  expectTypeOf<{ em: string }>().not.toExtend<LogFields>();
  expectTypeOf<{ event: 'em.link.lost' }>().not.toExtend<LogFields>();
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageInfoOf } from '../src/query/paging.ts';
import { agentJobOf } from '../src/resources/agent-job.ts';
import { elements } from '../src/resources/elements.ts';
import { errorMessageOf } from '../src/resources/error.ts';
import { machineResultOf } from '../src/resources/machine-result.ts';
import { runOf } from '../src/resources/run.ts';
import { taskOf } from '../src/resources/task.ts';
import { parseXml, UnreadableXml } from '../src/xml/parse.ts';
import { translateXml } from '../src/xml/translate.ts';
import type { XmlNode } from '../src/xml/tree.ts';
import { agentJobXml, jobId, machineResultXml, queryXml, runXml, taskXml } from './shapes.ts';

/** A request, the reading of its answer, and an answer as Enterprise Manager writes it. */
type Recorded = { kind: string; read: (node: XmlNode) => unknown; text: string };

const sessions = runXml() + runXml({ jobType: 'AgentManagement' });
const reason = 'Cannot open &quot;C:\\x&quot;.&#10;Again.';
const result = '<Result Success="true"><Message>Job "x" triggered to retry.</Message></Result>';
const recorded: Recorded[] = [
  { kind: 'AgentBackupJob', read: agentJobOf, text: queryXml('AgentBackupJobs', agentJobXml()) },
  { kind: 'BackupJobSession', read: runOf, text: queryXml('BackupJobSessions', sessions, 2, 9) },
  {
    kind: 'BackupTaskSession',
    read: (node) => machineResultOf(node, null),
    text: queryXml('BackupTaskSessions', machineResultXml(jobId, 'ora01', reason)),
  },
  { kind: 'Task', read: (node) => taskOf(node, 'logon'), text: taskXml('Finished', result) },
];

/** How many records a text gives; null where it is refused with the one error there is for that. */
function recordsOf({ kind, read }: Recorded, text: string): number | null {
  const bytes = new TextEncoder().encode(text);
  errorMessageOf(bytes);
  for (const format of ['xml', 'json'] as const) translateXml(bytes, format, (href) => `${href}?`);
  try {
    const document = parseXml(bytes, { links: 'as-text' });
    pageInfoOf(document.root);
    const records = elements(document, kind).map(read);
    JSON.stringify(records);
    return records.length;
  } catch (error) {
    if (error instanceof UnreadableXml) return null;
    throw error;
  }
}

test('a document cut off at any byte is refused: never shorter data', () => {
  for (const each of recorded) {
    const { text } = each;
    for (let length = 0; length < text.length; length += 1) expect(recordsOf(each, text.slice(0, length))).toBeNull();
    expect(recordsOf(each, text)).toBeGreaterThan(0);
  }
});

const pieces = [
  '<',
  '>',
  '&',
  '"',
  "'",
  '/',
  '\0',
  ']]>',
  '<![CDATA[',
  '<!--',
  '&#0;',
  '&#x110000;',
  '&amp;',
  '__proto__',
  'constructor',
  '<a>',
  '</a>',
  '<?x?>',
  '\ud800',
  'é',
  '-1',
  '1e400',
];

test('a recorded answer is read or refused, whatever is changed in it, and nothing else happens', () => {
  let slowest = 0;
  const change = fc.record({
    at: fc.nat(2_500),
    remove: fc.nat(40),
    insert: fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 8 })),
  });
  fc.assert(
    fc.property(fc.constantFrom(...recorded), fc.array(change, { minLength: 1, maxLength: 6 }), (each, changes) => {
      let changed = each.text;
      for (const { at, remove, insert } of changes)
        changed = changed.slice(0, at) + insert + changed.slice(at + remove);
      const startedAt = performance.now();
      const records = recordsOf(each, changed);
      slowest = Math.max(slowest, performance.now() - startedAt);
      return records === null || records >= 0;
    }),
    { numRuns: 2_000 },
  );
  expect(Object.prototype).not.toHaveProperty('x');
  // Some 5 ms where nobody else computes; a pattern that runs wild takes minutes.
  expect(slowest).toBeLessThan(2_000);
});

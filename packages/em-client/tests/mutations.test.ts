import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agentJobOf } from '../src/resources/agent-job.ts';
import { elements } from '../src/resources/elements.ts';
import { runOf } from '../src/resources/run.ts';
import { parseXml, UnreadableXml } from '../src/xml/parse.ts';
import { agentJobXml, queryXml, runXml } from './shapes.ts';

const recorded = [
  queryXml('AgentBackupJobs', agentJobXml()),
  queryXml('BackupJobSessions', runXml() + runXml({ result: 'Success' })),
];

/** Records of a text; null where it is refused with the one error there is for that. */
function recordsOf(text: string): number | null {
  try {
    const document = parseXml(new TextEncoder().encode(text));
    const jobs = elements(document, 'AgentBackupJob').map(agentJobOf);
    return jobs.length + elements(document, 'BackupJobSession').map(runOf).length;
  } catch (error) {
    if (error instanceof UnreadableXml) return null;
    throw error;
  }
}

test('a document cut off at any byte is refused: never shorter data', () => {
  for (const text of recorded) {
    for (let length = 0; length < text.length; length += 1) expect(recordsOf(text.slice(0, length))).toBeNull();
    expect(recordsOf(text)).toBeGreaterThan(0);
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

test('whatever is changed in a recorded answer, it is read or refused, and nothing else happens', () => {
  const change = fc.record({
    at: fc.nat(2_500),
    remove: fc.nat(40),
    insert: fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 8 })),
  });
  fc.assert(
    fc.property(fc.constantFrom(...recorded), fc.array(change, { minLength: 1, maxLength: 6 }), (text, changes) => {
      let changed = text;
      for (const { at, remove, insert } of changes)
        changed = changed.slice(0, at) + insert + changed.slice(at + remove);
      const records = recordsOf(changed);
      return records === null || records >= 0;
    }),
    { numRuns: 3_000 },
  );
  expect(Object.prototype).not.toHaveProperty('x');
});

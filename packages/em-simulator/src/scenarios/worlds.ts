import { beginRetry, newestRun } from '#world/operations.ts';
import { hashOf } from '#world/random.ts';
import type { Outcome } from '#world/records.ts';
import type { Setting } from './setting.ts';

const nothing = (): void => undefined;

/** A third of the jobs failed over the weekend, mostly for one reason; one in six of those runs again already. */
export function mondayMorning({ world, controls }: Setting): () => void {
  const reason =
    'Failed to write data to the file [\\\\nas-01\\veeam\\agents\\chain.vib]. The specified network name is no longer available. The repository "NAS 01" cannot be reached. Failed to upload disk. Agent failed to process method {DataTransfer.SyncDisk}.';
  for (const job of world.jobs.values()) {
    const newest = newestRun(world, job);
    if (hashOf(job.id) % 3 !== 0 || newest === undefined || newest.end > world.now()) continue;
    controls.fail(job, reason);
    if (hashOf(job.id) % 18 === 0) beginRetry(world, job, world.now());
  }
  return nothing;
}

/** Sessions appear only with the collection every 15 minutes. */
export function emLag({ world }: Setting): () => void {
  world.collection.setMinutes(15);
  return nothing;
}

const REFUSALS: readonly Outcome[] = ['refuse-error', 'refuse-result', 'refuse-error', 'refuse-at-once'];

/** Every retry is refused: half by an error, half by a task that fails, at the end or in the very answer. */
export function refuses({ world }: Setting): () => void {
  const before = new Map([...world.jobs.values()].map((job) => [job, job.outcome]));
  for (const job of world.jobs.values()) job.outcome = REFUSALS[hashOf(job.id) % 4] ?? 'refuse-error';
  return function restore() {
    for (const [job, outcome] of before) job.outcome = outcome;
  };
}

/** No agent job at all. */
export function empty({ world }: Setting): () => void {
  world.clear();
  return nothing;
}

/** Ten thousand jobs. */
export function giant({ world }: Setting): () => void {
  world.fill(10_000);
  return nothing;
}

const NASTY = [
  `Ampersand & <angle> "double" 'single'`,
  'Ümläute ß éàç – Čeština 日本語 🗄️',
  '  blanks  inside   and around  ',
  'L'.repeat(200),
  '../../etc/passwd?x=1#y',
  '<script>alert(1)</script>',
  ']]> CDATA end <!-- comment -->',
  'مهمة النسخ \u202Ereversed',
  '=HYPERLINK("http://x.invalid")',
  'null',
  'Comma, semicolon; (parentheses) == 100%',
  '__proto__',
];

/** Failed jobs, machines and reasons with every name that breaks careless code. */
export function nastyNames({ controls }: Setting): () => void {
  for (const [index, name] of NASTY.entries()) {
    controls.addJob({
      name,
      machines: [`${name} 1`, `host-${index}`],
      last: 'failed',
      reason: `Error: ${name}\nSecond line\twith a tab.`,
      streak: 1 + (index % 3),
    });
  }
  return nothing;
}

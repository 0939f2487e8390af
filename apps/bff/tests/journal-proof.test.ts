import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkJournal } from '#retries/check-journal.ts';
import type { Store } from '#store/open-store.ts';
import type { Database } from '#store/schema.ts';
import { stepHash } from '#store/step-hash.ts';
import { fillJournal, tamper, unguard } from './journal-tampering.ts';
import { storeBenches } from './stores.ts';

type Sql = ReturnType<typeof sql>;
type Change = readonly [title: string, change: Sql[], reported: RegExp];

const r1 = sql`where id = 'r1'`;
/** The line of the audit about this job. */
const line = (job: string) => sql`where id = (select id from audit_log where subject = ${job})`;
const newest = sql`(select max(seq) from chain_entries where chain = 'retries')`;

const ofRetries: Change[] = [
  ['who asked', [sql`update retries set requested_by = 'TECH\\ben' ${r1}`], /^retry r1 "Job r1": .*: requested_by$/],
  ['from where', [sql`update retries set requested_from = '10.9.9.9' ${r1}`], /^retry r1 .*: requested_from$/],
  ['from where, taken out', [sql`update retries set requested_from = null ${r1}`], /^retry r1 .*: requested_from$/],
  ['when', [sql`update retries set requested_at = requested_at + 1 ${r1}`], /^retry r1 .*: requested_at$/],
  ['the note', [sql`update retries set note = 'all well' ${r1}`], /^retry r1 .*: note$/],
  [
    'which job',
    [sql`update retries set job_id = 'another', job_name = 'Another' ${r1}`],
    /^retry r1 .*: job_id, job_name$/,
  ],
  ['the attempt', [sql`update retries set attempt = 7 ${r1}`], /^retry r1 .*: attempt$/],
  ['when it was sent', [sql`update retries set sent_at = null ${r1}`], /^retry r1 .*: sent_at$/],
  ['what was listed before', [sql`update retries set baseline = '{}' ${r1}`], /^retry r1 .*: baseline$/],
  ['when it ended', [sql`update retries set ended_at = ended_at - 60000 ${r1}`], /^retry r1 .*: ended_at$/],
  ['the outcome', [sql`update retries set state = 'succeeded' ${r1}`], /^retry r1 .*its state succeeded is not/],
  ['what its run came to', [sql`update retries set run = '{"result":"success"}' ${r1}`], /^retry r1 .*: run$/],
  ["Enterprise Manager's words", [sql`update retries set em_message = 'fine' ${r1}`], /^retry r1 .*: em_message$/],
  [
    'who stopped it',
    [sql`update retries set stop_by = 'TECH\\ben', stop_at = 1 ${r1}`],
    /^retry r1 .*: stop_by, stop_at$/,
  ],
  ['who ended it', [sql`update retries set cancelled_by = 'TECH\\ben' ${r1}`], /^retry r1 .*: cancelled_by$/],
  [
    'what an open one waits for',
    [sql`update retries set waited_ms = 0 where id = 'r3'`],
    /^retry r3 .*it is not as it was written/,
  ],
  ['the seal of a row', [sql`update retries set seal = null ${r1}`], /^retry r1 .*is not as it was written$/],
  ['the count of its entries', [sql`update retries set version = version - 1 ${r1}`], /^retry r1 .*: version$/],
  [
    'a retry removed with its steps',
    [sql`delete from retry_steps where retry_id = 'r1'`, sql`delete from retries ${r1}`],
    /^retry r1: it is missing/,
  ],
  [
    'a retry removed with its steps and its entries',
    [
      sql`delete from retry_steps where retry_id = 'r1'`,
      sql`delete from retries ${r1}`,
      sql`delete from chain_entries where subject = 'r1'`,
    ],
    /^chain of retries: entries 2 to 5 are missing/,
  ],
  [
    'an intent that looks as if it had been taken back',
    [
      sql`delete from retry_steps where retry_id = 'r1'`,
      sql`delete from retries ${r1}`,
      sql`update chain_entries set kind = 'taken-back' where subject = 'r1' and version = 5`,
    ],
    /^chain of retries: entry \d+ \(taken-back, of r1\) is not as it was written/,
  ],
  [
    'a retry nobody asked for',
    [
      sql`insert into retries (id, job_id, job_name, state, phase, requested_by, requested_at, attempt, version, seal)
        select 'r9', 'job of r9', job_name, state, phase, requested_by, requested_at, attempt, version, seal from retries ${r1}`,
    ],
    /^retry r9 "Job r1": it was not written by Retry Desk/,
  ],
];

const ofSteps: Change[] = [
  [
    'a word of a step',
    [sql`update retry_steps set evidence = 'well' where retry_id = 'r1' and seq = 2`],
    /^retry r1 .*step 2/,
  ],
  [
    'the time of a step',
    [sql`update retry_steps set at = at + 1 where retry_id = 'r1' and seq = 2`],
    /^retry r1 .*step 2/,
  ],
  [
    'the last step, taken out',
    [sql`delete from retry_steps where retry_id = 'r1' and seq = 4`],
    /^retry r1 .*steps after step 3/,
  ],
];

const ofAudit: Change[] = [
  ['who', [sql`update audit_log set user_name = 'TECH\\ben' ${line('Job r1')}`], /^audit: line .*: user_name$/],
  ['from where', [sql`update audit_log set address = null ${line('Job r1')}`], /^audit: line .*: address$/],
  ['what', [sql`update audit_log set kind = 'collect' ${line('Job r1')}`], /^audit: line .*: kind$/],
  ['of what', [sql`update audit_log set subject = 'Job r9' ${line('Job r1')}`], /^audit: line .*: subject$/],
  ['how', [sql`update audit_log set detail = 'x' ${line('Job r1')}`], /^audit: line .*: detail$/],
  ['when', [sql`update audit_log set at = at + 1 ${line('Job r1')}`], /^audit: line .*: at$/],
  [
    'its id',
    [sql`update audit_log set id = 'other' ${line('Job r1')}`],
    /^audit: line other was not written by Retry Desk/,
  ],
  ['a line taken out', [sql`delete from audit_log ${line('Job r2')}`], /^audit: line .* is missing/],
  ['all lines', [sql`delete from audit_log`], /^audit: line .* is missing/],
  [
    'a line nobody wrote',
    [sql`insert into audit_log (id, at, kind) values ('x', 1, 'collect')`],
    /^audit: line x was not written/,
  ],
  [
    'two lines that have changed places',
    [
      sql`update audit_log set subject = case subject when 'Job r1' then 'Job r2' else 'Job r1' end
        where subject in ('Job r1', 'Job r2')`,
    ],
    /^audit: line .*: subject$/,
  ],
];

const ofChains: Change[] = [
  [
    'an entry of another retry',
    [sql`update chain_entries set subject = 'r2' where chain = 'retries' and seq = 3`],
    /entry 3 .*of r2\) is not as/,
  ],
  [
    'the clock of an entry',
    [sql`update chain_entries set at = at + 1 where chain = 'retries' and seq = 3`],
    /entry 3 .* is not as/,
  ],
  [
    'the digest of an entry',
    [sql`update chain_entries set digest = 'x' where chain = 'audit' and seq = 3`],
    /^chain of audit: entry 3 .* is not as/,
  ],
  [
    'the names of columns',
    [sql`update chain_entries set parts = 'x' where chain = 'audit' and seq = 3`],
    /^chain of audit: entry 3 .* is not as/,
  ],
  [
    'an entry left out',
    [sql`delete from chain_entries where chain = 'audit' and seq = 3`],
    /^chain of audit: entries 3 to 3 are missing/,
  ],
  [
    'the first entry left out',
    [sql`delete from chain_entries where chain = 'audit' and seq = 1`],
    /^chain of audit: entries 1 to 1 are missing/,
  ],
  [
    'two entries that have changed places',
    [
      sql`update chain_entries set seq = 100 where chain = 'audit' and seq = 3`,
      sql`update chain_entries set seq = 3 where chain = 'audit' and seq = 4`,
      sql`update chain_entries set seq = 4 where chain = 'audit' and seq = 100`,
    ],
    /^chain of audit: entry 3 .* is not as it was written/,
  ],
  [
    'an entry copied to the end',
    [
      sql`insert into chain_entries select chain, seq + 100, at, kind, subject, version, digest, parts, mac
        from chain_entries where chain = 'audit' and seq = 3`,
    ],
    /^chain of audit: entries 6 to 102 are missing/,
  ],
  [
    'an entry copied for another retry',
    [
      sql`insert into chain_entries select chain, ${newest} + 1, at, kind, 'r2', version, digest, parts, mac
        from chain_entries where chain = 'retries' and seq = 3`,
      sql`update chain_heads set seq = seq + 1 where chain = 'retries'`,
    ],
    /^chain of retries: entry \d+ \(\w+, of r2\) is not as it was written/,
  ],
  [
    'the newest entry',
    [sql`delete from chain_entries where chain = 'retries' and seq = ${newest}`],
    /^chain of retries: its end is recorded as/,
  ],
  [
    'the newest entry, with the end put back',
    [
      sql`update chain_heads set seq = seq - 1, mac = (select mac from chain_entries where chain = 'audit' and seq = 4) where chain = 'audit'`,
      sql`delete from chain_entries where chain = 'audit' and seq = 5`,
    ],
    /^audit: line .* was not written by Retry Desk/,
  ],
  [
    'all entries',
    [sql`delete from chain_entries`, sql`update chain_heads set seq = 0, mac = ''`],
    /^chain of retries: it has no entries/,
  ],
  [
    'the end: its hash',
    [sql`update chain_heads set mac = 'x' where chain = 'audit'`],
    /^chain of audit: its end is recorded/,
  ],
  [
    'the end: its number',
    [sql`update chain_heads set seq = seq + 5 where chain = 'audit'`],
    /^chain of audit: its end is recorded/,
  ],
  [
    'the end: its key',
    [sql`update chain_heads set key_id = 'x' where chain = 'audit'`],
    /^chain of audit: its end names another key/,
  ],
  ['the end taken out', [sql`delete from chain_heads where chain = 'audit'`], /^chain of audit: its end is missing/],
  [
    'whose key it is',
    [sql`update chain_entries set subject = 'x' where kind = 'begun'`],
    /^chain of audit: it was sealed with another SESSION_SECRET/,
  ],
];

/** Steps rewritten with all their hashes, which need no key, by somebody who has learned how they are made. */
async function rewriteSteps(db: Kysely<Database>): Promise<void> {
  const steps = await db.selectFrom('retry_steps').selectAll().where('retry_id', '=', 'r1').orderBy('seq').execute();
  let hash = '';
  for (const step of steps) {
    const result = { ...step, evidence: 'all went well' };
    hash = stepHash(hash, result);
    const own = db.updateTable('retry_steps').set({ evidence: result.evidence, hash }).where('retry_id', '=', 'r1');
    await own.where('seq', '=', step.seq).execute();
  }
  await db.updateTable('retries').set({ steps_hash: hash }).where('id', '=', 'r1').execute();
}

describe.each(storeBenches())('the proof of the journal in $kind', (bench) => {
  let store: Store;
  beforeAll(async () => {
    await bench.start();
    store = await (await bench.place()).open();
    await fillJournal(store);
  }, 120_000);
  afterAll(async () => {
    await store.close();
    await bench.stop();
  });

  /** The result of the check after a change of the journal that is then undone. */
  async function resultAfter(change: (db: Kysely<Database>) => Promise<void>): Promise<string[]> {
    let result: string[] = [];
    const undone = new Error('undone');
    const work = store.db.transaction().execute(async (trx) => {
      await change(trx);
      const { faults } = await checkJournal({ store: { ...store, db: trx } });
      result = faults.map(({ where, what }) => `${where}: ${what}`);
      throw undone;
    });
    await expect(work).rejects.toBe(undone);
    return result;
  }

  test('finds nothing where nobody has changed anything', async () => {
    expect(await checkJournal({ store })).toMatchObject({
      retries: 3,
      steps: 14,
      auditLines: 4,
      faults: [],
      notices: [],
    });
    expect(await resultAfter((db) => tamper(db, store.kind, []))).toEqual([]);
  });

  test.each([...ofRetries, ...ofSteps])('shows a change of a retry: %s', async (_title, change, reported) => {
    const result = await resultAfter((db) => tamper(db, store.kind, change));
    expect(result).toContainEqual(expect.stringMatching(reported));
  });

  test.each(ofAudit)('shows a change of the audit: %s', async (_title, change, reported) => {
    const result = await resultAfter((db) => tamper(db, store.kind, change));
    expect(result).toContainEqual(expect.stringMatching(reported));
  });

  test.each(ofChains)('shows a change of a chain: %s', async (_title, change, reported) => {
    const result = await resultAfter((db) => tamper(db, store.kind, change));
    expect(result).toContainEqual(expect.stringMatching(reported));
  });

  test('shows steps that were rewritten with their hashes', async () => {
    const result = await resultAfter(async (db) => {
      await unguard(db, store.kind);
      await rewriteSteps(db);
    });
    expect(result).toContainEqual(expect.stringMatching(/^retry r1 .*is not as it was written: steps_hash$/));
  });
});

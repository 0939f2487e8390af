import { type ChainKey, type Head, headText, macOf, partsIn } from './chain.ts';
import type { ChainEntryRow, ChainName } from './chain-tables.ts';
import type { JournalStore } from './open-store.ts';
import { readRemoved, removedWords } from './removed-entry.ts';

const AT_ONCE = 500;

export type ChainCheck = {
  entries: number;
  faults: string[];
  /** A remark that is no fault: since when the chain proves anything. */
  notices: string[];
  /** Whether its newest part was made with the key at hand: else nothing of it can be proven. */
  isOurs: boolean;
};

/** Called with every entry, in order. */
type OnEntry = (entry: ChainEntryRow) => void;

type Walk = {
  key: ChainKey;
  chain: ChainName;
  check: ChainCheck;
  seq: number;
  /** The `mac` before; null where it is missing. */
  before: string | null;
  /** Expected heads that are still to come. */
  expected: Head[];
  /** The newest expected head that was found. */
  confirmed: number;
  /** Where our key took over from another one; 0 where it did not. */
  takenOver: number;
  /** The first entry that is left. */
  begins: number;
};

/**
 * Walks a chain from its first entry to its end, which may move on meanwhile. `expected`: logged heads; each of them
 * has to be in it.
 */
export async function checkChain(
  { db }: Pick<JournalStore, 'db'>,
  key: ChainKey,
  chain: ChainName,
  expected: readonly Head[],
  onEntry: OnEntry,
): Promise<ChainCheck> {
  const check: ChainCheck = { entries: 0, faults: [], notices: [], isOurs: false };
  const walk: Walk = {
    key,
    chain,
    check,
    seq: 0,
    before: '',
    expected: [...expected],
    confirmed: 0,
    takenOver: 0,
    begins: 1,
  };
  for (;;) {
    const entries = db.selectFrom('chain_entries').selectAll().where('chain', '=', chain).where('seq', '>', walk.seq);
    const batch = await entries.orderBy('seq').limit(AT_ONCE).execute();
    const [first] = batch;
    if (first !== undefined && first.seq !== walk.seq + 1) await goOnAfterRemoval(db, walk, first.seq);
    for (const entry of batch) {
      step(walk, entry);
      onEntry(entry);
    }
    if (batch.length < AT_ONCE && (await isEnd(db, walk))) break;
  }
  nameKey(walk);
  for (const head of walk.expected)
    check.faults.push(
      `the head ${headText(chain, head)} that was given is not in it: the journal is an older copy, or entries were removed or changed`,
    );
  return check;
}

/**
 * Where the entries before this one were removed by age, also during this walk, goes on after the last that is gone: the entry
 * of the removal names it, and is itself proved later on in the walk.
 */
async function goOnAfterRemoval(db: JournalStore['db'], walk: Walk, seq: number): Promise<void> {
  const { check, chain, key } = walk;
  const removed = await readRemoved(db, chain);
  if (removed?.through.seq !== seq - 1) return;
  if (walk.begins === 1) check.notices.push(removedWords(chain, removed));
  check.isOurs = removed.keyId === key.id;
  Object.assign(walk, { seq: removed.through.seq, before: removed.through.mac, begins: seq });
  walk.expected = walk.expected.filter((head) => {
    if (head.seq >= seq || (head.seq === seq - 1 && head.mac !== removed.through.mac)) return true;
    if (head.seq < seq - 1)
      check.notices.push(`the head ${head.seq} that was given cannot be compared: its entry was removed by age`);
    return false;
  });
}

function step(walk: Walk, entry: ChainEntryRow): void {
  const { check, key, seq, before } = walk;
  check.entries += 1;
  const isNext = entry.seq === seq + 1;
  if (!isNext) check.faults.push(`entries ${seq + 1} to ${entry.seq - 1} are missing`);
  if (entry.kind === 'begun') begin(walk, entry);
  if (check.isOurs && isNext && before !== null && macOf(key, before, entry) !== entry.mac)
    check.faults.push(`entry ${entry.seq} (${entry.kind}, of ${entry.subject}) is not as it was written`);
  walk.expected = walk.expected.filter((head) => {
    if (head.seq !== entry.seq || head.mac !== entry.mac) return true;
    if (check.isOurs) walk.confirmed = head.seq;
    else
      check.faults.push(
        `the head ${head.seq} that was given was sealed with another SESSION_SECRET: it proves nothing here`,
      );
    return false;
  });
  walk.seq = entry.seq;
  walk.before = entry.mac;
}

function begin(walk: Walk, { subject, seq, at, parts }: ChainEntryRow): void {
  const { check, key } = walk;
  const isFirst = seq === 1;
  check.isOurs = subject === key.id;
  if (!check.isOurs) return;
  if (!isFirst) walk.takenOver = seq;
  const { rows } = partsIn(parts);
  if (rows !== 0)
    check.notices.push(
      `entry ${seq} of ${new Date(at).toISOString()} begins with ${rows} that were there before: they are sealed as they were then`,
    );
}

/** Whether nothing has been appended since, and the head is where the store has it. */
async function isEnd(db: JournalStore['db'], { key, chain, check, seq, before }: Walk): Promise<boolean> {
  const head = await db
    .selectFrom('chain_heads')
    .leftJoin('chain_entries', (join) =>
      join.onRef('chain_entries.chain', '=', 'chain_heads.chain').on('chain_entries.seq', '>', seq),
    )
    .select(['chain_heads.seq', 'chain_heads.mac', 'chain_heads.key_id', 'chain_entries.seq as later'])
    .where('chain_heads.chain', '=', chain)
    .limit(1)
    .executeTakeFirst();
  if (head === undefined) {
    check.faults.push('its end is missing');
    return true;
  }
  if (head.later !== null) return false;
  if (seq === 0)
    check.faults.push('it has no entries: they were removed, or no server has been started on this journal');
  else if (head.seq !== seq || head.mac !== before)
    check.faults.push(
      `its end is recorded as entry ${head.seq} and is not: the newest were removed, or the end was changed`,
    );
  else if (check.isOurs && head.key_id !== key.id)
    check.faults.push('its end names another key than the one it was made with');
  return true;
}

function nameKey({ check, seq, takenOver, confirmed }: Walk): void {
  if (seq > 0 && !check.isOurs)
    check.faults.push(
      'it was sealed with another SESSION_SECRET than the one given here: nothing of it can be proven. Give the one the server has',
    );
  else if (takenOver > 0 && confirmed < takenOver)
    check.faults.push(
      `it begins anew with entry ${takenOver}: SESSION_SECRET was another before, or was made to look so, and what was changed ` +
        'until then cannot be shown. Where the change of the secret was meant, give a head that was logged since with --head',
    );
  else if (takenOver > 0)
    check.notices.push(`its entries before ${takenOver} were sealed with another SESSION_SECRET and prove nothing now`);
}

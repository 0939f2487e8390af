import { type Head, readHead } from '#store/chain.ts';
import { type ChainName, chainNames } from '#store/chain-tables.ts';
import { checkAuditLines } from '#store/check-audit.ts';
import { checkChain } from '#store/check-chain.ts';
import { checkGuards } from '#store/check-guards.ts';
import type { JournalStore } from '#store/open-store.ts';
import { isDamage } from '#store/store-trouble.ts';
import { checkRetries, followVersions } from './check-retries.ts';
import type { DeskContext } from './desk-context.ts';

/** More faults than anybody reads; a change of the journal by hand is seldom a single line. */
const MOST_FAULTS = 100;

/** `where`: the part of the journal, a retry with the name of its job where it is one. */
type JournalFault = { where: string; what: string };
export type JournalCheck = {
  retries: number;
  steps: number;
  auditLines: number;
  /** Of both chains. */
  entries: number;
  faults: JournalFault[];
  notices: string[];
};

type Checking = { store: JournalStore; check: JournalCheck };

/**
 * Reads the whole journal: pages, guards, both chains, and whether retries, their steps and the audit match the chains.
 * Reads only; a server may write meanwhile. `heads`: logged heads of chains, which have to be in them.
 * @throws Error where one of them is invalid, or the store cannot be read
 */
export async function checkJournal(
  { store }: { store: JournalStore },
  heads: readonly string[] = [],
): Promise<JournalCheck> {
  const check: JournalCheck = { retries: 0, steps: 0, auditLines: 0, entries: 0, faults: [], notices: [] };
  const checking: Checking = { store, check };
  const expected = heads.map(readHead);
  await part(checking, 'pages', async (fault) => (await store.integrity()).map(fault));
  await part(checking, 'guards', async (fault) => (await checkGuards(store)).map(fault));
  for (const chain of chainNames)
    await part(checking, `chain of ${chain}`, (fault) =>
      checkOne(
        checking,
        chain,
        expected.filter((head) => head.chain === chain),
        fault,
      ),
    );
  return check;
}

type OnFault = (what: string) => void;

/** A part with damaged pages is a fault; a store that cannot be read at all is not. */
async function part({ check }: Checking, where: string, work: (fault: OnFault) => Promise<unknown>): Promise<void> {
  const fault: OnFault = (what) => {
    if (check.faults.length < MOST_FAULTS) check.faults.push({ where, what });
  };
  try {
    await work(fault);
  } catch (error) {
    if (!isDamage(error)) throw error;
    fault(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function checkOne(
  checking: Checking,
  chain: ChainName,
  expected: readonly Head[],
  fault: OnFault,
): Promise<void> {
  const { store, check } = checking;
  const { chainKey } = store;
  if (chainKey === null) return fault('cannot be checked: give the SESSION_SECRET that the server has');
  const onEntry = chain === 'retries' ? followVersions(fault) : () => undefined;
  const walked = await checkChain(store, chainKey, chain, expected, onEntry);
  check.entries += walked.entries;
  check.notices.push(...walked.notices.map((notice) => `chain of ${chain}: ${notice}`));
  walked.faults.map(fault);
  // With another key every single row would be a fault, and none of them means anything.
  if (!walked.isOurs) return;
  if (chain === 'audit') await checkAudit(checking);
  else await checkRows(checking, chainKey);
}

async function checkAudit(checking: Checking): Promise<void> {
  await part(checking, 'audit', async (fault) => {
    const { lines, faults } = await checkAuditLines(checking.store);
    checking.check.auditLines = lines;
    faults.map(fault);
  });
}

async function checkRows(checking: Checking, chainKey: NonNullable<JournalStore['chainKey']>): Promise<void> {
  const { check, store } = checking;
  await part(checking, 'retries', async () => {
    const { retries, steps, faults } = await checkRetries({ db: store.db, chainKey });
    Object.assign(check, { retries, steps });
    for (const { retryId, jobName, what } of faults)
      if (check.faults.length < MOST_FAULTS)
        check.faults.push({ where: `retry ${retryId}${jobName === '' ? '' : ` ${JSON.stringify(jobName)}`}`, what });
  });
}

/** The same at the start of the server, beside its work. Never throws. */
export async function logJournalCheck(desk: Pick<DeskContext, 'store' | 'logger'>): Promise<void> {
  try {
    const { faults, ...counts } = await checkJournal(desk);
    if (faults.length === 0) desk.logger.info({ event: 'journal.intact', ...counts }, 'the journal is intact');
    else desk.logger.error({ event: 'journal.damaged', ...counts, faults }, inWords({ faults, ...counts }));
  } catch (error) {
    desk.logger.warn({ event: 'journal.check-failed', err: error }, 'the journal could not be checked');
  }
}

/** The result of the check, for the administrator. */
export function inWords({ retries, steps, auditLines, faults }: JournalCheck): string {
  const size = `${retries} retries with ${steps} steps, ${auditLines} lines of the audit`;
  if (faults.length === 0) return `The journal is as it was written: ${size}.`;
  const many = faults.length === MOST_FAULTS ? `${MOST_FAULTS} faults or more` : `${faults.length} faults`;
  return `The journal is NOT as it was written: ${many} in ${size}. Somebody has changed it by hand, or the disk has; compare with a backup.`;
}

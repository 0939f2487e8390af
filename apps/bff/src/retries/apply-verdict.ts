import type { RetryRow } from '#store/retry-tables.ts';
import { type DeskContext, GIVE_UP_MS, LONGEST_RUN_MS, STILL_MS } from './desk-context.ts';
import { moveRetry, noteRetry } from './journal.ts';
import { isFinal } from './state-machine.ts';
import { decide } from './verdict.ts';
import type { View } from './view.ts';
import { waitingFor } from './view-words.ts';

/** More steps than any life of a retry has. */
const MOST_STEPS = 8;

/** Waiting is written down this coarsely: a restart costs a retry no more than this. */
const WAITED_STEP_MS = 10_000;

/**
 * Records the consequences of a check, step by step, until nothing more follows from it or another process was faster.
 */
export async function applyVerdict(desk: DeskContext, { row: first }: { row: RetryRow }, view: View): Promise<void> {
  const { verdictMs, giveUpMs = GIVE_UP_MS, stillMs = STILL_MS, longestRunMs = LONGEST_RUN_MS } = desk.settings;
  const bounds = { verdictMs, giveUpMs, stillMs, longestRunMs };
  let row = first;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    // Time waited belongs to the state it was waited in.
    const verdict = decide(row, step === 0 ? view : { ...view, waitedMs: 0, cancelled: false }, bounds);
    if (verdict.kind === 'stay') {
      const changes = changesIn(row, { ...verdict.set, ...(step === 0 ? waited(row, view) : {}) });
      const { evidence } = verdict;
      if (changes) await noteRetry(desk, row, changes, { owner: desk.owner, ...(evidence ? { evidence } : {}) });
      return;
    }
    const moved = await moveRetry(desk, row, verdict, desk.owner);
    if (!moved) return;
    desk.logger.info(
      { event: 'retry.state-changed', retry: row.id, job: row.job_id, from: row.state, to: verdict.to },
      'a retry changed its state',
    );
    row = moved.row;
    if (isFinal(row.state)) return;
  }
}

function waited(row: RetryRow, view: View): Partial<RetryRow> {
  const waitsFor = waitingFor(row, view);
  const recorded = row.waited_for === waitsFor ? row.waited_ms : 0;
  return view.waitedMs - recorded >= WAITED_STEP_MS ? { waited_ms: view.waitedMs, waited_for: waitsFor } : {};
}

/** The part of a change that changes anything. */
function changesIn(row: RetryRow, set: Partial<RetryRow>): Partial<RetryRow> | null {
  const before = new Map<string, unknown>(Object.entries(row));
  const changes = Object.entries(set).filter(([key, value]) => before.get(key) !== value);
  return changes.length === 0 ? null : Object.fromEntries(changes);
}

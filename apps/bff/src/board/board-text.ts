import type { Board, JobRow, WallBoard } from '@retry-desk/contract';
import { etagOf, Variant } from './variant.ts';
import { wallOf, wallRow } from './wall.ts';

/** Rows that have not changed are the same objects: their text is written once. */
const rowTexts = new WeakMap<JobRow, string>();
const wallRowTexts = new WeakMap<JobRow, string>();

function keptText(kept: WeakMap<JobRow, string>, row: JobRow, write: (row: JobRow) => string): string {
  const known = kept.get(row);
  if (known !== undefined) return known;
  const text = write(row);
  kept.set(row, text);
  return text;
}

/** What there is one of on a board; `failed` and `tasks` follow it. */
type Head = Omit<Board | WallBoard, 'failed' | 'tasks'>;

function variantOf(head: Head, rows: readonly string[], tasks: unknown): Variant {
  const rest = `"failed":[${rows.join()}],"tasks":${JSON.stringify(tasks)}}`;
  const text = `${JSON.stringify(head).slice(0, -1)},${rest}`;
  // The tag names what the board says, not when it was confirmed: a poll that finds nothing new keeps it.
  const said = { ...head, revision: 0, takenAt: null, em: { ...head.em, lastGoodAt: null } };
  return new Variant(text, etagOf(JSON.stringify(said) + rest));
}

/** The board for operators and viewers. */
export function boardVariant({ failed, tasks, ...head }: Board): Variant {
  return variantOf(
    head,
    failed.map((row) => keptText(rowTexts, row, JSON.stringify)),
    tasks,
  );
}

/** The board for walls, in their own shape. */
export function wallVariant(board: Board): Variant {
  const { failed: _, tasks, ...head } = wallOf({ ...board, failed: [] });
  const rows = board.failed.map((row) => keptText(wallRowTexts, row, writeWallRow)).filter((text) => text !== '');
  return variantOf(head, rows, tasks);
}

/** Empty for a row that a wall does not show. */
function writeWallRow(row: JobRow): string {
  return wallRow(row)
    .map((shown) => JSON.stringify(shown))
    .join();
}

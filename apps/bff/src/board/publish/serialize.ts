import { type Board, type JobRow, type WallBoard, writeRowLines } from '@retry-desk/contract';
import { wallOf, wallRow } from '#board/wall.ts';
import { memoByObject } from '#memo.ts';
import { etagOf, Representation } from './representation.ts';

/** Texts of rows: a row that has not changed is the same object, and is written once. */
type RowTexts = (row: JobRow) => string;

/** A row as the board and the list of jobs show it. */
export const rowText: RowTexts = memoByObject((row) => JSON.stringify(row));

// Empty for a row that a wall does not show.
const wallTexts = {
  whole: memoByObject((row: JobRow) => wallRow(row).map(writeWallRow).join()),
  withoutReasons: memoByObject((row: JobRow) =>
    wallRow(row)
      .map((shown) => writeWallRow({ ...shown, machines: [], reason: null, cause: null }))
      .join(),
  ),
};

function writeWallRow(row: WallBoard['failed'][number]): string {
  return JSON.stringify(row);
}

/** The scalar members of a board; `failed` and `tasks` follow them. */
type Head = Omit<Board | WallBoard, 'failed' | 'tasks'>;

function representationOf(
  head: Head,
  rows: readonly string[],
  tasks: unknown,
  before: Representation | null,
): Representation {
  const rest = `"failed":${writeRowLines(rows)},"tasks":${JSON.stringify(tasks)}}`;
  // The tag identifies the data, not the time of its confirmation: a poll without changes leaves the tag as it is.
  const compared = { ...head, revision: 0, takenAt: null, em: { ...head.em, lastGoodAt: null } };
  const etag = etagOf(JSON.stringify(compared), rest);
  if (before?.etag === etag) return before;
  return new Representation([JSON.stringify(head).slice(0, -1), ',', rest], etag, before);
}

/** The board for operators and viewers; the previous one where nothing has changed. */
export function boardRepresentation({ failed, tasks, ...head }: Board, before: Representation | null): Representation {
  return representationOf(head, failed.map(rowText), tasks, before);
}

/** The board for walls, in their own shape; the previous one where nothing has changed. */
export function wallRepresentation(board: Board, reasons: boolean, before: Representation | null): Representation {
  const { failed: _, tasks, ...head } = wallOf({ ...board, failed: [] });
  const text = reasons ? wallTexts.whole : wallTexts.withoutReasons;
  return representationOf(head, board.failed.map(text).filter(Boolean), tasks, before);
}

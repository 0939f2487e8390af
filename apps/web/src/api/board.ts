import { type Board, board, jobRow } from '@retry-desk/contract';
import { api } from '#lib/paths.ts';
import { type Fresh, getFresh, type LongList } from './request.ts';

const failedJobs: LongList<Board, Board['failed'][number]> = {
  schema: jobRow,
  put: (content, failed) => ({ ...content, failed }),
};

/** The board as it is now; however many jobs have failed, the page goes on while it is read. */
export function getBoard(signal?: AbortSignal): Promise<Fresh<Board>> {
  return getFresh(board, api.board(), signal, failedJobs);
}

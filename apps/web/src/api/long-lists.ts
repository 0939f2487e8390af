import { type Board, board, type JobList, type JobRow, jobList, jobRow } from '@retry-desk/contract';
import { api } from '#lib/paths.ts';
import { type Fresh, getFresh, type LongList } from './request.ts';

const ofBoard: LongList<Board, JobRow> = { schema: jobRow, put: (content, failed) => ({ ...content, failed }) };
const ofJobs: LongList<JobList, JobRow> = { schema: jobRow, put: (content, jobs) => ({ ...content, jobs }) };

/** The board as it is now; however many jobs have failed, the page goes on while it is read. */
export function getBoard(signal?: AbortSignal): Promise<Fresh<Board>> {
  return getFresh(board, api.board(), signal, ofBoard);
}

/** The jobs that are running, or all; however many, the page goes on while they are read. */
export function getJobs(state: 'running' | 'all', signal?: AbortSignal): Promise<Fresh<JobList>> {
  return getFresh(jobList, api.jobs({ state }), signal, ofJobs);
}

import type { IncomingHttpHeaders } from 'node:http';
import type { Operation } from '#session/tasks.ts';

/** One exchange, as the log of requests keeps it. */
export type Exchange = {
  at: number;
  method: string;
  /** With query, as it came. */
  path: string;
  /** 0 when the connection ended without an answer. */
  status: number;
  account: string | undefined;
  authorization: boolean;
  cookie: boolean;
  headers: IncomingHttpHeaders;
};

/** One command really carried out. */
export type Execution = { at: number; operation: Operation; jobId: string; jobName: string; taskId: string };

/** The queries of pages and of the JSON interface. */
export type BoardSearch = {
  state?: string;
  by?: string;
  q?: string;
  server?: string;
  platform?: string;
  streak?: string;
  tried?: string;
  known?: string;
  sort?: string;
};
export type JobSearch = {
  state?: string;
  q?: string;
  server?: string;
  platform?: string;
  streak?: number;
  retriedSince?: string | null;
  notRetriedSince?: string | null;
  known?: string;
};
export type AuditSearch = { kind?: string; by?: string; since?: string; cursor?: string };
export type ShiftSearch = { since?: string; zone: string };
export type AgeSearch = { older?: string; cursor?: string };
export type LastGoodSearch = { olderThanDays?: string; backup?: string; cursor?: string };
export type TaskSearch = { state?: string; job?: string; by?: string; since?: string; cursor?: string };

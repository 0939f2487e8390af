import type { NoticeChannel } from '@retry-desk/contract';

/** A notice as it was decided. Moments are milliseconds since 1970 UTC. */
type NoticeRow = {
  id: string;
  key: string;
  /** The order of the notices of a key, whatever the clock does. */
  seq: number;
  event: string;
  status: 'firing' | 'resolved';
  at: number;
  /** JSON of the contract's `notice`: the same bytes at each attempt. */
  body: string;
  /** 1 while a quiet window holds it back, and for good where nothing of it was left at the end of the window. */
  held: number;
};

/** A notice on its way through a channel: the outbox. */
type NoticeDeliveryRow = {
  notice_id: string;
  channel: NoticeChannel;
  key: string;
  seq: number;
  state: 'pending' | 'delivered' | 'given-up';
  /** When it entered the outbox. */
  at: number;
  attempts: number;
  /** The earliest moment of the next attempt. */
  due_at: number;
  lease_owner: string | null;
  lease_until: number;
  /** When it was delivered or given up. */
  done_at: number | null;
  /** The name that the other side gave it. */
  receipt: string | null;
  error: string | null;
};

/** How far the notices of a key have come: the position of the watcher. */
type NoticeKeyRow = {
  key: string;
  seq: number;
  status: 'firing' | 'resolved';
  /** JSON of the rules' memory of this key while it fires, or may not fire again yet; empty where there is none. */
  memory: string;
};

/** The health of a channel. */
type NoticeChannelRow = {
  channel: NoticeChannel;
  /** Null while it works. */
  failing_since: number | null;
  /** Failed attempts in a row. */
  failures: number;
  due_at: number;
  delivered_at: number | null;
  error: string | null;
  error_at: number | null;
};

/** No retry depends on these, so no chain covers them. */
export type NoticeTables = {
  notices: NoticeRow;
  notice_deliveries: NoticeDeliveryRow;
  notice_keys: NoticeKeyRow;
  notice_channels: NoticeChannelRow;
};

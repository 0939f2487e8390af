import * as z from 'zod/mini';
import { moment } from './ids.ts';

/** The channels a notice leaves by, each on once its settings are given. */
export const noticeChannel = z.enum(['webhook', 'alertmanager', 'email', 'teams', 'slack']);
export type NoticeChannel = z.infer<typeof noticeChannel>;

/** A channel that has failed for a quarter of an hour, as boards and walls show it. */
export const failingChannel = z.object({ channel: noticeChannel, since: moment });
export type FailingChannel = z.infer<typeof failingChannel>;

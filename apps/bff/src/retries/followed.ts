import type { RetryRow } from '#store/retry-tables.ts';
import type { Baseline } from './retry.ts';

/** A retry that was sent and is followed. */
export type Followed = { row: RetryRow; baseline: Baseline };

import { historyDays } from '@retry-desk/contract';

/** How far back runs are shown, in words. */
export const inHistory = `${historyDays} days`;

import type { Role } from '@retry-desk/contract';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long a session lives without a request, and at most. A wall lives long, and as long as it is displayed. */
export const sessionLimits: Readonly<Record<Role, { idleMs: number; absoluteMs: number }>> = {
  operator: { idleMs: 30 * minute, absoluteMs: 12 * hour },
  viewer: { idleMs: 8 * hour, absoluteMs: 24 * hour },
  wall: { idleMs: 180 * day, absoluteMs: 3650 * day },
};

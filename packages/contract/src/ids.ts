import * as z from 'zod/mini';

/** A GUID in lower case: how jobs, runs and machines results are named on our wire. */
export const guid = z.string().check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/));

/** A moment as ISO 8601 in UTC, e.g. `2026-01-31T04:12:00.000Z`. */
export const moment = z.iso.datetime();

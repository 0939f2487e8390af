import * as z from 'zod/mini';
import { journalHealth } from './board.ts';
import { moment } from './ids.ts';

/** `GET /api/status`: what Settings shows of the server. */
export const status = z.object({
  version: z.string(),
  startedAt: moment,
  em: z.object({
    host: z.string(),
    /** For operators: viewers have no use for it. */
    account: z.optional(z.string()),
    tls: z.enum(['system', 'ca-file', 'fingerprint', 'insecure']),
    /** For operators: its password was refused so often that it is not tried again until it is another one. */
    passwordRefused: z.optional(z.boolean()),
  }),
  store: z.enum(['sqlite', 'postgres']),
  journal: journalHealth,
  /**
   * Whether lines of the log are written where they go, since when, and how many were dropped since the server began.
   * Absent from a server of an older version.
   */
  log: z.optional(z.object({ state: z.enum(['ok', 'failing']), since: moment, dropped: z.number() })),
  pollSeconds: z.number(),
  retryPollSeconds: z.number(),
  verdictSeconds: z.number(),
  /** How many retries an hour are allowed for a job and for a person. Absent from a server of an older version. */
  limits: z.optional(z.object({ retriesPerJobHour: z.number(), retriesPerPersonHour: z.number() })),
});
export type Status = z.infer<typeof status>;

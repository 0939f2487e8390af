/** A lease that one process holds at a time, until `until` by the database's clock unless it renews. */
type LeaseTable = { name: string; owner: string; until: number };

/** The changes that the leader publishes to the followers; `body` is JSON. */
type ChangeLogTable = { seq: number; at: number; body: string };

/** Secrets that nobody has configured and all processes need alike. */
type SharedSecretTable = { name: string; value: string };

/** Counted tries; the library of limits writes here, too. `expire`: milliseconds, null for never. */
type SignInTryTable = { key: string; points: number; expire: number | null };

export type ReplicaTables = {
  duties: LeaseTable;
  em_news: ChangeLogTable;
  shared_secrets: SharedSecretTable;
  sign_in_tries: SignInTryTable;
};

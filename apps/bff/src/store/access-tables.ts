/** Where a person comes from: an account of Enterprise Manager, or the organisation's own sign-in. Walls come by their link. */
export type Source = 'em' | 'oidc';

/** A signed-in browser or an opened wall. Ids are stored as keyed hashes only; times are milliseconds. */
export type BrowserSessionTable = {
  id_hash: string;
  user_name: string;
  /** The person: `person.ts`; null in sessions from before it was recorded. */
  person: string | null;
  role: string;
  source: string;
  /** 1 where Enterprise Manager lists the account by name, 0 where not, null before the first check. */
  listed: number | null;
  /** The ID token that signs out at the provider, too; unreadable without our key. */
  sealed_id_token: string | null;
  wall_link_id: string | null;
  created_at: number;
  seen_at: number;
  expires_at: number;
};

/** A link that opens walls. Revoking it deletes its sessions. */
export type WallLinkTable = {
  id: string;
  name: string;
  token_hash: string;
  created_by: string;
  created_at: number;
  seen_at: number | null;
  /** JSON list of the backup servers it shows; null for all. */
  servers: string | null;
  /** 1 where reasons are shown. */
  reasons: number;
  /** `one` or `many`: how many screens it opens. */
  screens: string;
  /** When the first screen was opened; one that opens no more is spent then. */
  opened_at: number | null;
};

/** A pairing code that an operator has typed, and the screen that shows it, once that has requested it. */
export type WallPairingTable = {
  id: string;
  code_hash: string;
  /** The operator's person: `person.ts`. */
  person: string;
  created_at: number;
  expires_at: number;
  /** Of the secret of the screen; the first one that shows the code. */
  screen_hash: string | null;
  screen_address: string | null;
  /** Since when the screen shows the code. */
  screen_since: number | null;
  /** The link that opens the screen, once the operator has confirmed it. */
  wall_link_id: string | null;
};

/** A script's API token. Stored as a keyed hash only. */
export type ApiTokenTable = {
  id: string;
  name: string;
  token_hash: string;
  user_name: string;
  /** Of who made it, as with sessions. */
  person: string | null;
  source: string;
  /** Of who made it, as with sessions. */
  listed: number | null;
  role: string;
  created_at: number;
  seen_at: number | null;
  expires_at: number;
};

/** Tables of sign-in, wall links, their pairing codes and tokens. */
export type AccessTables = {
  browser_sessions: BrowserSessionTable;
  wall_links: WallLinkTable;
  wall_pairings: WallPairingTable;
  api_tokens: ApiTokenTable;
};

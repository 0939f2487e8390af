/** A signed-in browser or an opened wall. Ids are kept as keyed hashes only; times are milliseconds. */
export type BrowserSessionTable = {
  id_hash: string;
  user_name: string;
  role: string;
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
};

/** Tables of sign-in and wall links. */
export type AccessTables = { browser_sessions: BrowserSessionTable; wall_links: WallLinkTable };

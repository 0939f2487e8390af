import type { AccessTables } from './access-tables.ts';
import type { AttentionTables } from './attention-tables.ts';
import type { AuditTables } from './audit-tables.ts';
import type { CauseTables } from './cause-tables.ts';
import type { ChainTables } from './chain-tables.ts';
import type { NoticeTables } from './notice-tables.ts';
import type { ReplicaTables } from './replica-tables.ts';
import type { RetryTables } from './retry-tables.ts';

/** Every table of the store, the same in SQLite and PostgreSQL. */
export type Database = RetryTables &
  AccessTables &
  AuditTables &
  ReplicaTables &
  ChainTables &
  CauseTables &
  AttentionTables &
  NoticeTables;

export type StoreKind = 'sqlite' | 'postgres';

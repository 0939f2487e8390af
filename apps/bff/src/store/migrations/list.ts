import type { Migration } from 'kysely/migration';
import { retriesMigration } from './001-retries.ts';
import { accessMigration } from './002-access.ts';
import { replicasMigration } from './004-replicas.ts';

/** Every change of the schema, in order; one that has been released is never edited again. */
export const migrations: Record<string, Migration> = {
  '001-retries': { up: retriesMigration },
  '002-access': { up: accessMigration },
  '004-replicas': { up: replicasMigration },
};

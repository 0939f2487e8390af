import type { Migration } from 'kysely/migration';
import type { StoreKind } from '../schema.ts';
import { retriesMigration } from './001-retries.ts';
import { accessMigration } from './002-access.ts';
import { replicasMigration } from './004-replicas.ts';
import { stepChainMigration } from './005-step-chain.ts';
import { stopsMigration } from './006-stops.ts';
import { peopleMigration } from './007-people.ts';
import { neverEmptiedMigration } from './008-never-emptied.ts';
import { mendedPeopleMigration } from './009-mended-people.ts';
import { boundsMigration } from './010-bounds.ts';
import { chainsMigration } from './011-chains.ts';
import { personsMigration } from './012-persons.ts';
import { wallPairingsMigration } from './013-wall-pairings.ts';
import { causesMigration } from './014-causes.ts';
import { attentionMigration } from './015-attention.ts';
import { noticesMigration } from './016-notices.ts';
import { retentionMigration } from './017-retention.ts';

/** Every change of the schema, in order; one that has been released is never edited again: `released.test.ts` compares them. */
export function migrationsFor(kind: StoreKind): Record<string, Migration> {
  return {
    '001-retries': { up: retriesMigration },
    '002-access': { up: accessMigration },
    '004-replicas': { up: replicasMigration },
    '005-step-chain': { up: (db) => stepChainMigration(db, kind) },
    '006-stops': { up: stopsMigration },
    '007-people': { up: (db) => peopleMigration(db, kind) },
    '008-never-emptied': { up: (db) => neverEmptiedMigration(db, kind) },
    '009-mended-people': { up: (db) => mendedPeopleMigration(db, kind) },
    '010-bounds': { up: boundsMigration },
    '011-chains': { up: (db) => chainsMigration(db, kind) },
    '012-persons': { up: personsMigration },
    '013-wall-pairings': { up: wallPairingsMigration },
    '014-causes': { up: causesMigration },
    '015-attention': { up: attentionMigration },
    '016-notices': { up: noticesMigration },
    '017-retention': { up: (db) => retentionMigration(db, kind) },
  };
}

import type { Store } from '#store/open-store.ts';
import { writeAudit } from '#store/write-audit.ts';

/** Writes so many lines of the audit, a hundred with each transaction. */
export async function writeManyLines({ journal }: Store, count: number): Promise<void> {
  for (let written = 0; written < count; written += 100)
    await journal.write(async (writing) => {
      for (let line = 0; line < 100; line += 1)
        await writeAudit(writing, 1_700_000_000_000 + written + line, { kind: 'signed-out', user: 'TECH\\anna' });
    });
}

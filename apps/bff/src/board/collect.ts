import { type BackupServer, EmError, type EnterpriseManager, type UnreadableElement } from '@retry-desk/em-client';
import { actionCodeOf } from '#problem.ts';
import { Refusal } from '#route.ts';

export type Collected = { asked: string[]; refused: { server: string; emMessage: string | null }[] };

type Collects = Pick<EnterpriseManager, 'backupServers' | 'collect'>;

/** Records which backup servers a collection is about to be requested from. */
type Record = (servers: readonly string[]) => Promise<void>;

/** Requests a collection after it is recorded; calls while one is in progress share it. */
export function createCollector(em: Collects): (record: Record) => Promise<Collected> {
  let underWay: Promise<Collected> | null = null;
  return async (record) => {
    const unread: UnreadableElement[] = [];
    const servers = await em.backupServers((element) => unread.push(element)).catch(refuse);
    await record(servers.map(({ name }) => name));
    underWay ??= collectFrom(em, servers, unread).finally(() => {
      underWay = null;
    });
    return underWay;
  };
}

/**
 * Requests a collection from each of these backup servers now, one after the other, each once.
 * @throws Refusal `em-unreachable`, `em-refused` where none could be requested
 */
async function collectFrom(
  em: Collects,
  servers: readonly BackupServer[],
  unread: readonly UnreadableElement[],
): Promise<Collected> {
  const collected: Collected = {
    asked: [],
    refused: unread.map(({ name }) => ({ server: name ?? 'a backup server that cannot be read', emMessage: null })),
  };
  let fault: unknown;
  for (const { id, name } of servers) {
    try {
      await em.collect(id);
      collected.asked.push(name);
    } catch (error) {
      fault = error;
      collected.refused.push({ server: name, emMessage: error instanceof EmError ? (error.emMessage ?? null) : null });
    }
  }
  if (collected.asked.length === 0 && fault !== undefined) refuse(fault);
  return collected;
}

function refuse(error: unknown): never {
  if (!(error instanceof EmError)) throw error;
  throw new Refusal(actionCodeOf(error), undefined, error.words);
}

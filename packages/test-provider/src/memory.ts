import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

/** The data of a provider, for as long as its test runs. */
export type Memory = { adapter: AdapterFactory; forget(kind: string): void };

export function memory(): Memory {
  const stored = new Map<string, AdapterPayload>();

  function forget(kind: string): void {
    for (const key of stored.keys()) if (key.startsWith(`${kind} `)) stored.delete(key);
  }

  function adapter(kind: string): Adapter {
    const keyOf = (id: string) => `${kind} ${id}`;
    return {
      async upsert(id, payload) {
        stored.set(keyOf(id), payload);
      },
      find: async (id) => stored.get(keyOf(id)),
      findByUserCode: async () => undefined,
      findByUid: async (uid) => [...stored].find(([key, each]) => key.startsWith(`${kind} `) && each.uid === uid)?.[1],
      async consume(id) {
        const payload = stored.get(keyOf(id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id) {
        stored.delete(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        for (const [key, payload] of stored) if (payload.grantId === grantId) stored.delete(key);
      },
    };
  }
  return { adapter, forget };
}

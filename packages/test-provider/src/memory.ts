import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

/** What a provider keeps, for as long as its test runs. */
export type Memory = { adapter: AdapterFactory; forget(kind: string): void };

export function memory(): Memory {
  const kept = new Map<string, AdapterPayload>();

  function forget(kind: string): void {
    for (const key of kept.keys()) if (key.startsWith(`${kind} `)) kept.delete(key);
  }

  function adapter(kind: string): Adapter {
    const keyOf = (id: string) => `${kind} ${id}`;
    return {
      async upsert(id, payload) {
        kept.set(keyOf(id), payload);
      },
      find: async (id) => kept.get(keyOf(id)),
      findByUserCode: async () => undefined,
      findByUid: async (uid) => [...kept].find(([key, each]) => key.startsWith(`${kind} `) && each.uid === uid)?.[1],
      async consume(id) {
        const payload = kept.get(keyOf(id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id) {
        kept.delete(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        for (const [key, payload] of kept) if (payload.grantId === grantId) kept.delete(key);
      },
    };
  }
  return { adapter, forget };
}

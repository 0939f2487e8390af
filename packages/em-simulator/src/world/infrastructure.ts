import { guidOf } from './guid.ts';
import { between, randomOf } from './random.ts';
import type { BackupServer, Job, Platform } from './records.ts';
import type { World } from './world.ts';

const GIGABYTE = 1024 ** 3;

export type ManagedServer = { id: string; name: string; type: 'Windows' | 'VC'; server: BackupServer };

/** Sizes in bytes. */
export type Repository = {
  id: string;
  name: string;
  isShare: boolean;
  capacity: number;
  free: number;
  server: BackupServer;
};

export type ProtectionGroup = { id: string; name: string; platform: Platform; server: BackupServer };
export type Computer = { id: string; name: string; group: ProtectionGroup };

/** The machines that backup servers use: each itself and a vCenter. */
export function managedServersOf({ servers }: World): ManagedServer[] {
  return servers.flatMap((server) => [
    { id: guidOf(`${server.id}/managed/self`), name: server.name, type: 'Windows', server },
    {
      id: guidOf(`${server.id}/managed/vcenter`),
      name: server.name.replace(/^[^-.]+/, 'vcenter'),
      type: 'VC',
      server,
    },
  ]);
}

/** Where backups lie: two places on each backup server. */
export function repositoriesOf({ servers }: World): Repository[] {
  return servers.flatMap((server) =>
    ['Default Backup Repository', 'NAS 01'].map((name, place) => {
      const random = randomOf(`${server.id}/repository/${name}`);
      const capacity = between(random, 20, 80) * 1024 * GIGABYTE;
      const free = Math.floor(capacity * (0.05 + random() * 0.5));
      return { id: guidOf(`${server.id}/repository/${name}`), name, isShare: place > 0, capacity, free, server };
    }),
  );
}

/** The groups that computers are found in: one for each platform and backup server that has such jobs. */
export function protectionGroupsOf(world: World): ProtectionGroup[] {
  const groups = new Map<string, ProtectionGroup>();
  for (const job of world.jobs.values()) {
    const group = groupOf(job);
    groups.set(group.id, group);
  }
  return [...groups.values()].toSorted((left, right) => left.name.localeCompare(right.name, 'en'));
}

/** The computers of all agent jobs, each once, and those that are in no job. */
export function computersOf(world: World): Computer[] {
  const computers = new Map<string, Computer>();
  for (const job of world.jobs.values()) {
    const group = groupOf(job);
    for (const name of job.machines) {
      const id = guidOf(`computer/${name}`);
      if (!computers.has(id)) computers.set(id, { id, name, group });
    }
  }
  const [group] = protectionGroupsOf(world);
  if (group !== undefined) {
    for (const name of world.idleComputers) computers.set(name, { id: guidOf(`computer/idle/${name}`), name, group });
  }
  return [...computers.values()];
}

function groupOf({ server, platform }: Job): ProtectionGroup {
  const kind = platform === 'AgentForWindows' ? 'Windows' : 'Linux';
  const name = `${kind} computers of ${server.name}`;
  return { id: guidOf(`${server.id}/group/${platform}`), name, platform, server };
}

import { FIELD_MESSAGES, filledIn, messageNumbered } from '#world/field-messages.ts';
import { randomOf } from '#world/random.ts';
import type { Outcome } from '#world/records.ts';
import type { Setting } from './setting.ts';

const nothing = (): void => undefined;

/** Failures for one reason: the field message, how many jobs of how many computers, and the outcome of a retry. */
const CAUSES: { message: number; title: string; jobs: number; computers: number; outcome: Outcome }[] = [
  { message: 57, title: 'Branch Office', jobs: 30, computers: 3, outcome: 'success' },
  { message: 52, title: 'Archive', jobs: 14, computers: 1, outcome: 'failed' },
  { message: 37, title: 'Workshop', jobs: 10, computers: 1, outcome: 'success' },
  { message: 8, title: 'Linux Platform', jobs: 6, computers: 1, outcome: 'failed' },
];

/** Sixty jobs on all backup servers have failed for four reasons, half of them for the same. */
export function oneCause({ world, controls }: Setting): () => void {
  let count = 0;
  for (const { message, title, jobs, computers, outcome } of CAUSES) {
    const field = messageNumbered(message);
    for (let number = 1; number <= jobs; number += 1) {
      count += 1;
      const name = `${title} ${String(number).padStart(2, '0')}`;
      const stem = name.toLowerCase().replaceAll(' ', '-');
      const machines = Array.from({ length: computers }, (_, place) => `${stem}-${place + 1}`);
      const random = randomOf(`${world.birth.seed}/one-cause/${name}`);
      controls.addJob({
        name,
        machines,
        platform: field.platform === 'Linux' ? 'AgentForLinux' : 'AgentForWindows',
        server: world.servers[count % world.servers.length]?.name ?? world.servers[0].name,
        last: 'failed',
        reason: filledIn(field, machines[0] ?? '', random),
        outcome,
      });
    }
  }
  return nothing;
}

/** Every message of the field once, each the reason of a failed job of one computer. */
export function field({ world, controls }: Setting): () => void {
  for (const message of FIELD_MESSAGES) {
    const machine = `field-${message.id}`;
    controls.addJob({
      name: `Field ${message.id}`,
      machines: [machine],
      platform: message.platform === 'Linux' ? 'AgentForLinux' : 'AgentForWindows',
      last: 'failed',
      reason: filledIn(message, machine, randomOf(`${world.birth.seed}/field/${message.id}`)),
    });
  }
  return nothing;
}

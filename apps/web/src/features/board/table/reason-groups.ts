import type { Reason } from '@retry-desk/contract';
import { words } from '#lib/words.ts';

/** Machines that failed for one reason, and its words; where they differ only in the machine's own name, with that left open. */
export type ReasonGroup = { machines: string[]; text: string };

function withoutName({ machine, text }: Reason): string {
  if (machine === '' || !text.toLowerCase().includes(machine.toLowerCase())) return text;
  const name = machine.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\w-])${name}(?![\\w-])`, 'gi'), words.board.thisMachine);
}

/** The reasons of a run, each once, that of the most machines first; else in the order Enterprise Manager has them. */
export function reasonGroups(reasons: readonly Reason[]): ReasonGroup[] {
  const groups = new Map<string, ReasonGroup & { isAlike: boolean }>();
  for (const reason of reasons) {
    const key = withoutName(reason);
    const group = groups.get(key);
    if (!group) groups.set(key, { machines: [reason.machine], text: reason.text, isAlike: true });
    else {
      if (!group.machines.includes(reason.machine)) group.machines.push(reason.machine);
      if (group.text !== reason.text) group.isAlike = false;
    }
  }
  return [...groups]
    .map(([key, { machines, text, isAlike }]) => ({ machines, text: isAlike ? text : key }))
    .sort((a, b) => b.machines.length - a.machines.length);
}

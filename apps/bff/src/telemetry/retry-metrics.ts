import { type FinalRetryState, finalRetryStates } from '@retry-desk/contract';
import { Counter, type Registry } from 'prom-client';

/** Counts retries by how they ended; each outcome has a sample from the start, so that its first is a rise. */
export function countRetries(registers: Registry[]): (outcome: FinalRetryState) => void {
  const ended = new Counter({
    name: 'retry_desk_retries_ended_total',
    help: 'Retries that this process has seen to their end, by outcome.',
    labelNames: ['outcome'] as const,
    registers,
  });
  for (const outcome of finalRetryStates) ended.inc({ outcome }, 0);
  return (outcome) => ended.inc({ outcome });
}

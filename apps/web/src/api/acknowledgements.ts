import { type AcknowledgeAnswer, acknowledgeAnswer, mostAcknowledged } from '@retry-desk/contract';
import { api } from '#lib/paths.ts';
import { sendEmpty, sendJson } from './send.ts';

export type Acknowledging = { note: string; ticket: string | null; until: string };

/**
 * Acknowledges these jobs, one part after the other; those that need nobody any more are named in the answer. Where a part
 * fails, those before it are acknowledged.
 */
export async function acknowledgeJobs(jobIds: readonly string[], wish: Acknowledging): Promise<AcknowledgeAnswer> {
  const made: AcknowledgeAnswer = { acknowledgements: [], notNeeded: [] };
  for (let from = 0; from < jobIds.length; from += mostAcknowledged) {
    const body = { jobIds: jobIds.slice(from, from + mostAcknowledged), ...wish };
    const { acknowledgements, notNeeded } = await sendJson('POST', api.acknowledgements(), acknowledgeAnswer, { body });
    made.acknowledgements.push(...acknowledgements);
    made.notNeeded.push(...notNeeded);
  }
  return made;
}

export function withdrawAcknowledgement(id: string): Promise<void> {
  return sendEmpty('DELETE', api.acknowledgement(id));
}

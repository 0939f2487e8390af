import { type AcknowledgeAnswer, acknowledgeAnswer } from '@retry-desk/contract';
import { api } from '#lib/paths.ts';
import { sendEmpty, sendJson } from './request.ts';

export type Acknowledging = { note: string; ticket: string | null; until: string };

/** Acknowledges these jobs; those that need nobody any more are named in the answer. */
export function acknowledgeJobs(jobIds: readonly string[], wish: Acknowledging): Promise<AcknowledgeAnswer> {
  return sendJson('POST', api.acknowledgements(), acknowledgeAnswer, { body: { jobIds, ...wish } });
}

export function withdrawAcknowledgement(id: string): Promise<void> {
  return sendEmpty('DELETE', api.acknowledgement(id));
}

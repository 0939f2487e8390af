import type { EmError } from './em-error.ts';

/** Whether this failure means that Enterprise Manager does not answer at all, rather than not to this question. */
export function isSilence({ kind }: EmError): boolean {
  return kind !== 'refused' && kind !== 'unreadable' && kind !== 'too-large';
}

/** Whether Enterprise Manager says that it does not know this resource: by 404, as an invalid id (400), or by 410. */
export function isGone({ kind, status }: EmError): boolean {
  return kind === 'refused' && (status === 400 || status === 404 || status === 410);
}

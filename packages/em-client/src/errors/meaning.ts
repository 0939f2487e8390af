import type { EmError } from './em-error.ts';

/** Whether this failure means that Enterprise Manager does not answer at all, rather than not to this question. */
export function isSilence({ kind }: EmError): boolean {
  return kind !== 'refused' && kind !== 'unreadable' && kind !== 'too-large';
}

/**
 * Whether Enterprise Manager says, in words of its own, that it does not know this resource: by 404, as an invalid id (400),
 * or by 410. The page of a proxy that does not find Enterprise Manager for a moment says nothing of the resource.
 */
export function isGone({ kind, status, emMessage }: EmError): boolean {
  return kind === 'refused' && emMessage !== undefined && (status === 400 || status === 404 || status === 410);
}

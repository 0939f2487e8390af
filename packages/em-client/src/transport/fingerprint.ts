/** A certificate that is not the pinned one: the connection ends before a byte of ours is sent. */
export class FingerprintError extends Error {
  readonly code = 'ERR_FINGERPRINT';

  constructor(seen: string | undefined) {
    super(`its SHA-256 fingerprint is ${seen ?? 'not told'}`);
  }
}

/** A fingerprint as bare lower-case hex, however it was written. */
export function plainHex(fingerprint: string): string {
  return fingerprint.replace(/[^0-9a-f]/gi, '').toLowerCase();
}

import { pairingLength, pairingMinutes, pairingSigns } from '@retry-desk/contract';
import { keyedHash, newSecret, seal, unseal } from './secrets.ts';

/** The code that a screen displays to be paired, derived from its secret. */
export type ScreenCode = {
  code: string;
  /** Names the screen in the store. */
  screenHash: string;
  /** Since when it shows the code, and until when that can be typed; milliseconds. */
  since: number;
  until: number;
};

/** How long a code can be typed. */
const codeMs = pairingMinutes * 60_000;

/** The signs of a hash, each as likely as the others to nine digits. */
function signsOf(hash: string): string {
  let rest = Buffer.from(hash, 'base64url').readBigUInt64BE();
  const base = BigInt(pairingSigns.length);
  let code = '';
  for (let index = 0; index < pairingLength; index += 1) {
    code += pairingSigns[Number(rest % base)] ?? '';
    rest /= base;
  }
  return code;
}

function codeOf(key: string, text: string, since: number): ScreenCode {
  return {
    code: signsOf(keyedHash(key, 'wall-code', text)),
    screenHash: keyedHash(key, 'wall-screen', text),
    since,
    until: since + codeMs,
  };
}

/**
 * A secret for a screen, from which its code follows. Neither is stored: any number of requests for codes takes no room
 * from others. `now`: milliseconds.
 */
export function newScreenCode(key: string, now: number): ScreenCode & { secret: string } {
  const text = `${now}\n${newSecret()}`;
  return { ...codeOf(key, text, now), secret: seal(key, 'wall-code', text) };
}

/** The code of a screen by its secret; null where that is not ours. */
export function readScreenCode(key: string, secret: string): ScreenCode | null {
  // By what was sealed, never by how it is spelled: one secret can be written in many ways, and has one code.
  const text = unseal(key, 'wall-code', secret);
  return text === null ? null : codeOf(key, text, Number.parseInt(text, 10));
}

import * as z from 'zod/mini';
import { moment } from './ids.ts';
import { wallLink, wallLinkRequest } from './links-and-tokens.ts';
import { line } from './text.ts';

/** The signs of a pairing code: none that is taken for another one on a screen across the room (0 O, 1 I L, 2 Z, 5 S, 8 B, U V). */
export const pairingSigns = '34679ACDEFGHJKMNPQRTVWXY';
/** How many of them make a code. */
export const pairingLength = 6;

const sign = `[${pairingSigns}]`;
const wholeCode = new RegExp(`^${sign}{${pairingLength}}$`);

/** How long one can be typed, in minutes; then the screen shows another. */
export const pairingMinutes = 10;

/** The code somebody has typed, in either case and with blanks or dashes in it; null where it is none. */
export function pairingCodeOf(typed: string): string | null {
  const code = typed.replaceAll(/[\s-]/g, '').toUpperCase();
  return wholeCode.test(code) ? code : null;
}

/** Answer of `POST /api/wall-codes`: what a screen shows, and the secret it keeps, by which alone the wall opens. */
export const wallCode = z.object({ code: z.string(), secret: z.string(), expiresAt: moment });
export type WallCode = z.infer<typeof wallCode>;

/** `POST /api/wall-codes?action=open`. */
export const wallCodeRequest = z.strictObject({ secret: line(400, 1) });

/**
 * `waiting`: nobody has typed the code. `typed`: an operator has, and is asked whether this is the screen. `opened`: the
 * answer sets the wall's cookie. `over`: the code opens nothing any more; ask for another.
 */
export const wallCodeState = z.object({ state: z.enum(['waiting', 'typed', 'opened', 'over']) });
export type WallCodeState = z.infer<typeof wallCodeState>['state'];

/** `POST /api/wall-pairings`: the code as it is shown, without blanks. */
export const wallPairingRequest = z.strictObject({ code: z.string().check(z.regex(wholeCode)) });

/** A code that an operator has typed, and the screen that shows it: from where it asks, and since when. Null until it has asked. */
export const wallPairing = z.object({
  id: z.uuid(),
  expiresAt: moment,
  screen: z.nullable(z.object({ address: z.string(), since: moment })),
});
export type WallPairing = z.infer<typeof wallPairing>;

/** `POST /api/wall-pairings/{id}?action=confirm`: what the screen will show. */
export const wallPairingConfirmation = z.omit(wallLinkRequest, { screens: true });
export type WallPairingConfirmation = z.infer<typeof wallPairingConfirmation>;

/** Its answer. */
export const pairedWall = z.object({ link: wallLink });

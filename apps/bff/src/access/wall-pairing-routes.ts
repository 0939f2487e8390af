import {
  apiPaths,
  pairedWall,
  wallCode,
  wallCodeRequest,
  wallCodeState,
  wallPairing,
  wallPairingConfirmation,
  wallPairingRequest,
} from '@retry-desk/contract';
import * as z from 'zod/mini';
import { defineRoute, Refusal, type Route } from '#route.ts';
import type { Store } from '#store/open-store.ts';
import type { Audit } from '#store/write-audit.ts';
import type { Logger } from '#telemetry/logger.ts';
import { addressBlock } from './address-block.ts';
import { type Counter, createCounter } from './bounded-counters.ts';
import type { Cookies } from './cookies.ts';
import type { WallPairings } from './wall-pairings.ts';

type Deps = {
  pairings: WallPairings;
  cookies: Cookies;
  store: Pick<Store, 'pool'>;
  clock: { now(): number };
  audit: Audit;
  logger: Logger;
};

const windowSeconds = 15 * 60;
/** Within the window: codes shown to one address, where many screens may stand; codes typed by one person. */
const mostShown = 120;
const mostTyped = 60;

const pairingParams = z.strictObject({ id: z.uuid() });

/** Takes one, or refuses with the time to wait; `fields` go into the log. */
async function take(counter: Counter, key: string, logger: Logger, fields: Record<string, string>): Promise<void> {
  const waitMs = await counter.take(key);
  if (waitMs === null) return;
  logger.warn({ event: 'wall.pairing-limited', ...fields }, 'a pairing code exceeded its limit');
  throw new Refusal('too-many-requests', 'Too many pairing codes; wait before the next one.', {
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
  });
}

/** The requests of a screen without a session: a code to display, and whether that code has opened it. */
function screenRoutes({ pairings, cookies, store, clock, audit, logger }: Deps): Route[] {
  const shown = createCounter({
    keyPrefix: 'wall-code',
    points: mostShown,
    windowSeconds,
    shared: { pool: store.pool, clock },
  });
  return [
    defineRoute({
      method: 'POST',
      path: apiPaths.wallCodes,
      access: 'public',
      csrf: 'origin-only',
      summary: 'A pairing code for a screen to show, and the secret that opens that screen alone.',
      answers: [201],
      refuses: ['too-many-requests'],
      output: wallCode,
      async handler({ remoteAddress: address }) {
        await take(shown, addressBlock(address), logger, { address });
        return { status: 201, body: pairings.show() };
      },
    }),
    defineRoute({
      method: 'POST',
      path: apiPaths.wallCodes,
      action: 'open',
      access: 'public',
      csrf: 'origin-only',
      summary:
        'Whether the screen with this secret may open: waiting, typed, opened (sets the cookie of a wall, once) or over.',
      refuses: ['too-many-requests'],
      body: wallCodeRequest,
      output: wallCodeState,
      async handler({ body, remoteAddress: address }) {
        const answer = await pairings.open(body.secret, address);
        const { state } = answer;
        if (answer.state !== 'opened') return { status: 200, body: { state } };
        const { id, name } = answer.link;
        logger.info({ event: 'wall.opened', link: id, address }, 'wall opened with a pairing code');
        await audit({ kind: 'wall-opened', user: null, address, subject: name, detail: 'by a pairing code' });
        return {
          status: 200,
          headers: { 'set-cookie': cookies.issue('wall', answer.cookieSecret) },
          body: { state },
        };
      },
    }),
  ];
}

/** The requests of an operator with the code of a screen: find it, see what was found, open the wall on it. */
export function wallPairingRoutes(deps: Deps): Route[] {
  const { pairings, store, clock, audit, logger } = deps;
  const typed = createCounter({
    keyPrefix: 'wall-typed',
    points: mostTyped,
    windowSeconds,
    shared: { pool: store.pool, clock },
  });
  const find = defineRoute({
    method: 'POST',
    path: apiPaths.wallPairings,
    access: ['operator'],
    browserOnly: true,
    summary: 'Find the screen that shows this pairing code.',
    answers: [201],
    refuses: ['not-found', 'too-many-requests'],
    body: wallPairingRequest,
    output: wallPairing,
    async handler({ body, caller }) {
      await take(typed, caller.person, logger, { user: caller.user });
      return { status: 201, body: await pairings.find(body.code, caller) };
    },
  });
  const pairing = defineRoute({
    method: 'GET',
    path: apiPaths.wallPairing,
    access: ['operator'],
    browserOnly: true,
    summary: 'The screen that shows the code, with its address and since when; null until it has been found.',
    params: pairingParams,
    output: wallPairing,
    async handler({ params, caller }) {
      const found = await pairings.peek(params.id, caller);
      if (found === null) throw new Refusal('not-found', 'There is no such pairing, or its time is over.');
      return { status: 200, body: found };
    },
  });
  const confirm = defineRoute({
    method: 'POST',
    path: apiPaths.wallPairing,
    action: 'confirm',
    access: ['operator'],
    browserOnly: true,
    summary: 'Create a wall link for the found screen, which opens by itself.',
    answers: [201],
    params: pairingParams,
    body: wallPairingConfirmation,
    output: pairedWall,
    async handler({ params, body, caller, remoteAddress }) {
      const made = await pairings.confirm(params.id, body, caller);
      if (made === null) throw new Refusal('not-found', 'There is no screen to confirm, or its time is over.');
      const { link, address } = made;
      logger.info(
        { event: 'wall.link-created', user: caller.user, link: link.id, name: link.name, screen: address },
        'wall link created for a screen',
      );
      await audit({
        kind: 'wall-link-made',
        user: caller.user,
        person: caller.person,
        address: remoteAddress,
        subject: link.name,
        detail: `for the screen at ${address}, by its pairing code`,
      });
      return { status: 201, body: { link } };
    },
  });
  return [...screenRoutes(deps), find, pairing, confirm];
}

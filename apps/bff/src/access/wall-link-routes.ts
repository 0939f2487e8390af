import {
  apiPaths,
  newWallLink,
  pagePaths,
  pathTo,
  type WallLinkRefusal,
  wallLinkList,
  wallLinkMinutes,
  wallLinkRequest,
} from '@retry-desk/contract';
import * as z from 'zod/mini';
import { basePath, ourAddress } from '#our-address.ts';
import { type Answer, defineRoute, Refusal, type Route, type RouteRequest } from '#route.ts';
import type { Audit } from '#store/write-audit.ts';
import type { Logger } from '#telemetry/logger.ts';
import { addressBlock } from './address-block.ts';
import { type Counter, createCounter } from './bounded-counters.ts';
import type { Cookies } from './cookies.ts';
import { confirmOpening } from './wall-confirm.ts';
import type { WallLinks } from './wall-links.ts';

export type WallLinkRoutesDeps = { links: WallLinks; cookies: Cookies; publicUrl: URL; audit: Audit; logger: Logger };

/** Links that exist opened from one address in that time: each may leave a session and a line behind. Addresses that are none are counted apart, and only for the log. */
const openings = { points: 60, windowSeconds: wallLinkMinutes * 60, shared: null };

const linkParams = z.strictObject({ id: z.uuid() });
const tokenParams = z.strictObject({ token: z.string().check(z.maxLength(200)) });

type Coming = Pick<
  RouteRequest<z.infer<typeof tokenParams>, unknown, unknown, unknown>,
  'params' | 'header' | 'remoteAddress'
>;

function makeRoute({ links, publicUrl, audit, logger }: WallLinkRoutesDeps): Route {
  return defineRoute({
    method: 'POST',
    path: apiPaths.wallLinks,
    access: ['operator'],
    // A link made with a leaked API token would stay open after the token is revoked.
    browserOnly: true,
    summary: 'Create a wall link; its address is in this answer only.',
    answers: [201],
    body: wallLinkRequest,
    output: newWallLink,
    async handler({ body, caller, remoteAddress }) {
      const { link, token } = await links.make(body, caller.user);
      logger.info(
        { event: 'wall.link-created', user: caller.user, link: link.id, name: link.name },
        'wall link created',
      );
      await audit({
        kind: 'wall-link-made',
        user: caller.user,
        person: caller.person,
        address: remoteAddress,
        subject: link.name,
      });
      return { status: 201, body: { link, url: ourAddress(pathTo(pagePaths.openWall, token), publicUrl).href } };
    },
  });
}

function revokeRoute({ links, audit, logger }: WallLinkRoutesDeps): Route {
  return defineRoute({
    method: 'DELETE',
    path: apiPaths.wallLink,
    access: ['operator'],
    summary: 'Revoke a wall link: every screen opened with it is closed with its next request.',
    answers: [204],
    params: linkParams,
    async handler({ params, caller, remoteAddress }) {
      const link = (await links.list()).find(({ id }) => id === params.id);
      if (link === undefined || !(await links.revoke(params.id))) {
        throw new Refusal('not-found', 'There is no such wall link.');
      }
      logger.info({ event: 'wall.link-revoked', user: caller.user, link: params.id }, 'wall link revoked');
      await audit({
        kind: 'wall-link-revoked',
        user: caller.user,
        person: caller.person,
        address: remoteAddress,
        subject: link.name,
      });
      return { status: 204 };
    },
  });
}

/** The address for a link that opens nothing: the wall shows why, and the screen stays as it is. */
function refused(why: WallLinkRefusal): Answer {
  return { status: 303, headers: { location: `${pagePaths.wall}?link=${why}` } };
}

/** Previews a link, and opens it with POST; a GET leads on where the screen has it open, and opens nothing. */
function openRoutes({ links, cookies, publicUrl, audit, logger }: WallLinkRoutesDeps): Route[] {
  const base = basePath(publicUrl);
  const limiter = createCounter({ ...openings, keyPrefix: 'opened' });
  const guesses = createCounter({ ...openings, keyPrefix: 'guessed' });

  /** False where this address has opened so much that it has to wait. */
  async function takes(limit: Counter, address: string): Promise<boolean> {
    return (await limit.take(addressBlock(address))) === null;
  }

  async function open(token: string, cookieHeader: string | undefined, address: string): Promise<Answer> {
    if (!(await takes(limiter, address))) {
      logger.warn({ event: 'wall.link-limited', address }, 'opening a wall link exceeded its limit');
      return refused('too-many');
    }
    const opening = await links.open(token, cookies.read(cookieHeader, 'wall'));
    if (opening.kind === 'unknown') return refused('unknown');
    const { id, name } = opening.link;
    if (opening.kind === 'here') return { status: 303, headers: { location: pagePaths.wall } };
    if (opening.kind === 'spent') {
      logger.warn({ event: 'wall.link-spent', link: id, address }, 'a wall link for one screen was opened on another');
      await audit({ kind: 'denied', user: null, address, subject: name, detail: 'the wall link is used already' });
      return refused('spent');
    }
    logger.info({ event: 'wall.opened', link: id, address }, 'wall opened');
    await audit({ kind: 'wall-opened', user: null, address, subject: name });
    return { status: 303, headers: { location: pagePaths.wall, 'set-cookie': cookies.issue('wall', opening.secret) } };
  }

  async function come(method: 'GET' | 'POST', { params, header, remoteAddress: address }: Coming): Promise<Answer> {
    const opening = await links.peek(params.token, cookies.read(header('cookie'), 'wall'));
    if (opening === 'unknown') {
      // A guess closes no genuine link to those who share the address.
      if (await takes(guesses, address))
        logger.warn({ event: 'wall.link-unknown', address }, 'an unknown wall link was opened');
      return refused('unknown');
    }
    if (method === 'GET' && opening === 'opens-one') return confirmOpening('one', base);
    if (method === 'GET' && opening === 'opens-many') return confirmOpening('many', base);
    return open(params.token, header('cookie'), address);
  }

  return [
    defineRoute({
      method: 'GET',
      path: pagePaths.openWall,
      access: 'public',
      getOnly: true,
      summary:
        'Preview a wall link: a page that asks whether to open it, and opens a link for many screens by itself; goes to /wall where this screen has it open, and where it opens nothing, which that page shows.',
      answers: [200, 303],
      files: ['text/html'],
      params: tokenParams,
      handler: (request) => come('GET', request),
    }),
    defineRoute({
      method: 'POST',
      path: pagePaths.openWall,
      access: 'public',
      csrf: 'origin-only',
      summary:
        'Open a wall link: sets the cookie of a wall and goes to /wall. A link for one screen can be opened once.',
      answers: [303],
      params: tokenParams,
      handler: (request) => come('POST', request),
    }),
  ];
}

/** Making, listing, revoking and opening wall links. */
export function wallLinkRoutes(deps: WallLinkRoutesDeps): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: apiPaths.wallLinks,
    access: ['operator'],
    summary: 'All wall links, newest first.',
    output: wallLinkList,
    handler: async () => ({ status: 200, body: { links: await deps.links.list() } }),
  });
  return [list, makeRoute(deps), revokeRoute(deps), ...openRoutes(deps)];
}

import { newWallLink, wallLinkList, wallLinkRequest } from '@retry-desk/contract';
import * as z from 'zod/mini';
import { defineRoute, Refusal, type Route } from '#route.ts';
import type { Audit } from '#store/write-audit.ts';
import type { Logger } from '#telemetry/logger.ts';
import type { Cookies } from './cookies.ts';
import type { WallLinks } from './wall-links.ts';

export type WallLinkRoutesDeps = { links: WallLinks; cookies: Cookies; publicUrl: URL; audit: Audit; logger: Logger };

const linkParams = z.strictObject({ id: z.uuid() });
const tokenParams = z.strictObject({ token: z.string().check(z.maxLength(200)) });

function makeRoute({ links, publicUrl, audit, logger }: WallLinkRoutesDeps): Route {
  return defineRoute({
    method: 'POST',
    path: '/api/wall-links',
    access: ['operator'],
    // What a leaked key has opened would stay open after the key is revoked.
    browserOnly: true,
    summary: 'Make a wall link; its address is in this answer only.',
    body: wallLinkRequest,
    output: newWallLink,
    async handler({ body, caller, remoteAddress }) {
      const { link, token } = await links.make(body, caller.user);
      logger.info({ user: caller.user, link: link.id, name: link.name }, 'wall link made');
      await audit({ kind: 'wall-link-made', user: caller.user, address: remoteAddress, subject: link.name });
      return { status: 201, body: { link, url: new URL(`/wall/${token}`, publicUrl).href } };
    },
  });
}

function revokeRoute({ links, audit, logger }: WallLinkRoutesDeps): Route {
  return defineRoute({
    method: 'DELETE',
    path: '/api/wall-links/{id}',
    access: ['operator'],
    summary: 'Revoke a wall link: every screen opened by it ends with its next request.',
    params: linkParams,
    async handler({ params, caller, remoteAddress }) {
      const link = (await links.list()).find(({ id }) => id === params.id);
      if (link === undefined || !(await links.revoke(params.id))) {
        throw new Refusal('not-found', 'There is no such wall link.');
      }
      logger.info({ user: caller.user, link: params.id }, 'wall link revoked');
      await audit({ kind: 'wall-link-revoked', user: caller.user, address: remoteAddress, subject: link.name });
      return { status: 204 };
    },
  });
}

function openRoute({ links, cookies, audit, logger }: WallLinkRoutesDeps): Route {
  return defineRoute({
    method: 'GET',
    path: '/wall/{token}',
    access: 'public',
    getOnly: true,
    summary:
      'Open a wall link: sets the cookie of a wall and goes to /wall, which says so where the link is not valid.',
    params: tokenParams,
    async handler({ params, remoteAddress }) {
      const opened = await links.open(params.token);
      if (opened === null) {
        logger.warn({ address: remoteAddress }, 'a wall link that does not exist was opened');
        return { status: 303, headers: { location: '/wall', 'set-cookie': cookies.clear('wall') } };
      }
      logger.info({ link: opened.link.id, address: remoteAddress }, 'wall opened');
      await audit({ kind: 'wall-opened', user: null, address: remoteAddress, subject: opened.link.name });
      return { status: 303, headers: { location: '/wall', 'set-cookie': cookies.issue('wall', opened.secret) } };
    },
  });
}

/** Making, listing, revoking and opening wall links. */
export function wallLinkRoutes(deps: WallLinkRoutesDeps): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/api/wall-links',
    access: ['operator'],
    summary: 'All wall links, newest first.',
    output: wallLinkList,
    handler: async () => ({ status: 200, body: { links: await deps.links.list() } }),
  });
  return [list, makeRoute(deps), revokeRoute(deps), openRoute(deps)];
}

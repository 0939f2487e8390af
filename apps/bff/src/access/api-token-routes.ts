import { apiPaths, apiTokenList, apiTokenRenewal, apiTokenRequest, newApiToken } from '@retry-desk/contract';
import * as z from 'zod/mini';
import { type Caller, defineRoute, Refusal, type Route } from '#route.ts';
import type { Audit } from '#store/write-audit.ts';
import type { ApiTokens, TokenOwner } from './api-tokens.ts';
import type { BrowserSessions } from './browser-sessions.ts';

export type ApiTokenRoutesDeps = {
  tokens: ApiTokens;
  sessions: Pick<BrowserSessions, 'originOf'>;
  audit: Audit;
};

const tokenParams = z.strictObject({ id: z.uuid() });

/** Making, listing, renewing and revoking the API tokens of scripts. */
export function apiTokenRoutes({ tokens, sessions, audit }: ApiTokenRoutesDeps): Route[] {
  async function ownerOf({ sessionId, user, person }: Caller): Promise<TokenOwner> {
    const origin = await sessions.originOf(sessionId);
    if (origin === null) throw new Refusal('not-signed-in', 'The session has just ended.');
    return { user, person, source: origin.source, listed: origin.listed };
  }

  const list = defineRoute({
    method: 'GET',
    path: apiPaths.tokens,
    access: ['operator'],
    summary: 'API tokens that have not expired, newest first.',
    output: apiTokenList,
    handler: async () => ({ status: 200, body: { tokens: await tokens.list() } }),
  });
  const make = defineRoute({
    method: 'POST',
    path: apiPaths.tokens,
    access: ['operator'],
    // A leaked token would live on in those it has made.
    browserOnly: true,
    summary: 'Create an API token for a script; its secret is in this answer only.',
    answers: [201],
    body: apiTokenRequest,
    output: newApiToken,
    async handler({ body, caller, remoteAddress }) {
      const made = await tokens.make(body, await ownerOf(caller));
      const detail = `${body.role}, ${body.days} days`;
      await audit({
        kind: 'token-made',
        user: caller.user,
        person: caller.person,
        address: remoteAddress,
        subject: body.name,
        detail,
      });
      return { status: 201, body: made };
    },
  });
  const renew = defineRoute({
    method: 'POST',
    path: apiPaths.token,
    action: 'renew',
    access: ['operator'],
    browserOnly: true,
    summary: 'Renew an API token: a new secret, in this answer only, and the old one is refused at once.',
    params: tokenParams,
    body: apiTokenRenewal,
    output: newApiToken,
    async handler({ params, body, caller, remoteAddress }) {
      const renewed = await tokens.renew(params.id, body.days, await ownerOf(caller));
      if (renewed === null) throw new Refusal('not-found', 'There is no such API token.');
      await audit({
        kind: 'token-renewed',
        user: caller.user,
        person: caller.person,
        address: remoteAddress,
        subject: renewed.token.name,
        detail: `${renewed.token.role}, ${body.days} days`,
      });
      return { status: 200, body: renewed };
    },
  });
  const revoke = defineRoute({
    method: 'DELETE',
    path: apiPaths.token,
    access: ['operator'],
    summary: 'Revoke an API token: its next call is answered 401.',
    answers: [204],
    params: tokenParams,
    async handler({ params, caller, remoteAddress }) {
      const gone = await tokens.revoke(params.id);
      if (gone === null) throw new Refusal('not-found', 'There is no such API token.');
      const detail = `made by ${gone.user}`;
      await audit({
        kind: 'token-revoked',
        user: caller.user,
        person: caller.person,
        address: remoteAddress,
        subject: gone.name,
        detail,
      });
      return { status: 204 };
    },
  });
  return [list, make, renew, revoke];
}

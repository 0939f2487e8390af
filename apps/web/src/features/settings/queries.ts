import {
  type ApiToken,
  type ApiTokenRequest,
  apiTokenList,
  newApiToken,
  newWallLink,
  pairedWall,
  sessionList,
  type WallLinkRequest,
  type WallPairingConfirmation,
  wallLinkList,
  wallPairing,
} from '@retry-desk/contract';
import { queryOptions } from '@tanstack/react-query';
import { getBoard } from '#api/long-lists.ts';
import { getJson } from '#api/request.ts';
import { sendEmpty, sendJson } from '#api/send.ts';
import { api } from '#lib/paths.ts';

/** How the link to Enterprise Manager is. The board receives it first, and its headers before its content. */
export function emHealthQuery() {
  return queryOptions({
    queryKey: ['em-health'],
    queryFn: async ({ signal }) => {
      const { data, freshness } = await getBoard(signal);
      return {
        ...data.em,
        state: freshness.emState ?? data.em.state,
        takenAt: freshness.takenAt ?? data.em.lastGoodAt,
      };
    },
    refetchInterval: 5000,
  });
}

export function wallLinksQuery() {
  return queryOptions({
    queryKey: ['wall-links'],
    queryFn: ({ signal }) => getJson(wallLinkList, api.wallLinks(), signal),
    refetchInterval: 30_000,
  });
}

export function sessionsQuery() {
  return queryOptions({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => getJson(sessionList, api.sessions(), signal),
    refetchInterval: 30_000,
  });
}

export function revokeSession(id: string) {
  return sendEmpty('DELETE', api.openSession(id));
}

/** Names of the backup servers there are. */
export function serversQuery() {
  return queryOptions({
    queryKey: ['servers'],
    queryFn: async ({ signal }) => (await getBoard(signal)).data.servers,
    staleTime: 60_000,
  });
}

export function tokensQuery() {
  return queryOptions({
    queryKey: ['tokens'],
    queryFn: ({ signal }) => getJson(apiTokenList, api.tokens(), signal),
    refetchInterval: 30_000,
  });
}

export function createToken(request: ApiTokenRequest) {
  return sendJson('POST', api.tokens(), newApiToken, { body: request });
}

/** For as long again as the token was made for. */
export function renewToken({ id, createdAt, expiresAt }: ApiToken) {
  const days = Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / 86_400_000);
  return sendJson('POST', api.renewToken(id), newApiToken, { body: { days } });
}

export function revokeToken(id: string) {
  return sendEmpty('DELETE', api.token(id));
}

export function createWallLink(request: WallLinkRequest) {
  return sendJson('POST', api.wallLinks(), newWallLink, { body: request });
}

export function revokeWallLink(id: string) {
  return sendEmpty('DELETE', api.wallLink(id));
}

export function findScreen(code: string) {
  return sendJson('POST', api.wallPairings(), wallPairing, { body: { code } });
}

/** The screen that shows a code, polled until it is there. */
export function pairingQuery(id: string) {
  return queryOptions({
    queryKey: ['pairing', id],
    queryFn: ({ signal }) => getJson(wallPairing, api.wallPairing(id), signal),
    refetchInterval: ({ state: { data, error } }) => (error !== null || data?.screen ? false : 1_000),
    retry: false,
    gcTime: 0,
  });
}

export function confirmScreen(id: string, request: WallPairingConfirmation) {
  return sendJson('POST', api.confirmPairing(id), pairedWall, { body: request });
}

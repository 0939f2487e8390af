import { session, type WallCode, type WallCodeState, wallBoard, wallCode, wallCodeState } from '@retry-desk/contract';
import { queryOptions } from '@tanstack/react-query';
import { ApiError } from '#api/api-error.ts';
import { getFresh, getJson } from '#api/request.ts';
import { sendJson } from '#api/send.ts';
import { base } from '#lib/base.ts';
import { deadline } from '#lib/deadline.ts';
import { api, pages } from '#lib/paths.ts';
import { jitterOf, nextPoll } from '#lib/poll-delay.ts';
import { serverNow } from '#lib/server-clock.ts';
import { giveUpAfter, pollEvery, readClocks } from './freshness.ts';
import type { Failure, WallAnswer } from './screen.ts';
import { inMotion } from './wall-view.ts';

/** Whose this screen is: a wall link's, or that of a person who is signed in. */
async function ownerOf(signal: AbortSignal): Promise<WallAnswer['by']> {
  const { role } = await getJson(session, api.session(), signal);
  return role === 'wall' ? 'link' : 'person';
}

async function fetchView(last: WallAnswer | undefined, signal: AbortSignal): Promise<WallAnswer> {
  const sentAt = readClocks();
  const limit = deadline(giveUpAfter(last?.stamp.pollSeconds ?? null), signal);
  const [{ data: view, freshness }, by] = await Promise.all([
    getFresh(wallBoard, api.wall(), limit.signal),
    last?.by ?? ownerOf(limit.signal),
  ])
    .catch((cause: unknown) => {
      throw limit.isPassed() ? new ApiError({ kind: 'network', timedOut: true }, { cause }) : cause;
    })
    .finally(limit.clear);
  return {
    by,
    // The headers are newer than a content that has not changed.
    board: { ...view, em: { ...view.em, state: freshness.emState ?? view.em.state } },
    stamp: {
      takenAt: Date.parse(freshness.takenAt ?? view.takenAt),
      servedAt: serverNow(),
      sentAt,
      pollSeconds: view.pollSeconds,
    },
    ...(freshness.pollAfter === undefined ? {} : { pollAfter: freshness.pollAfter }),
  };
}

/** The meaning of a failed request for the wall: only a lost one is silence of the desk. */
export function failureOf(error: Error | null): Failure | null {
  if (error === null) return null;
  if (!(error instanceof ApiError)) return 'page';
  const { failure } = error;
  if (!('status' in failure)) return 'silent';
  if (failure.status === 401 || failure.status === 403) return 'ended';
  return failure.kind === 'unreadable' && failure.status < 400 ? 'unreadable' : 'error';
}

/** Milliseconds to the wall's next poll: when the server announced, but never so late that the data would grow old. */
export function wallInterval(last: WallAnswer | undefined, chance: number): number {
  const moves = last !== undefined && inMotion(last.board.tasks).length > 0;
  const pollSeconds = last?.stamp.pollSeconds ?? null;
  const most = giveUpAfter(pollSeconds);
  return nextPoll(
    pollEvery(pollSeconds, moves),
    last?.pollAfter === undefined ? null : Math.min(most, last.pollAfter),
    chance,
  );
}

/** The board for a wall: polled for ever, whatever the last answer was and whether anybody watches. */
export function wallQuery() {
  return queryOptions<WallAnswer>({
    queryKey: ['wall'],
    queryFn: ({ client, queryKey, signal }) => fetchView(client.getQueryData<WallAnswer>(queryKey), signal),
    refetchInterval: ({ state: { data, dataUpdateCount, errorUpdateCount } }) =>
      wallInterval(data, jitterOf(dataUpdateCount + errorUpdateCount)),
    refetchIntervalInBackground: true,
    networkMode: 'always',
    retry: false,
    gcTime: Number.POSITIVE_INFINITY,
  });
}

/** The code this screen shows, and what has become of it. */
export type ShownCode = WallCode & { state: WallCodeState };

const checkCodeEvery = 3_000;
/** After an error, e.g. where too many codes were requested from this address. */
const checkCodeAgainAfter = 30_000;

async function showCode(last: ShownCode | undefined): Promise<ShownCode> {
  if (last === undefined || last.state === 'over')
    return { ...(await sendJson('POST', api.wallCodes(), wallCode)), state: 'waiting' };
  const { state } = await sendJson('POST', api.openByCode(), wallCodeState, { body: { secret: last.secret } });
  // The server has let this screen in.
  if (state === 'opened') location.replace(base + pages.wall());
  return { ...last, state };
}

/** A code to show, held in memory alone, and checked until the wall opens by it; one that is over gives way to the next. */
export function wallCodeQuery() {
  return queryOptions<ShownCode>({
    queryKey: ['wall-code'],
    queryFn: ({ client, queryKey }) => showCode(client.getQueryData<ShownCode>(queryKey)),
    refetchInterval: ({ state: { data, error } }) => {
      if (data?.state === 'opened') return false;
      return error === null ? checkCodeEvery : checkCodeAgainAfter;
    },
    refetchIntervalInBackground: true,
    networkMode: 'always',
    retry: false,
    gcTime: Number.POSITIVE_INFINITY,
  });
}

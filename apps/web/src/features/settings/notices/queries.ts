import { type NoticeChannel, noticeList, noticeTestAnswer } from '@retry-desk/contract';
import { queryOptions } from '@tanstack/react-query';
import { getJson } from '#api/request.ts';
import { sendJson } from '#api/send.ts';
import { api } from '#lib/paths.ts';

export function noticesQuery() {
  return queryOptions({
    queryKey: ['notices'],
    queryFn: ({ signal }) => getJson(noticeList, api.notices(), signal),
  });
}

export function sendTest(channel: NoticeChannel) {
  return sendJson('POST', api.noticeTest(), noticeTestAnswer, { body: { channel } });
}

import type { NoticeList } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { noticesOf } from '#api/notices-of.ts';
import { useTrust } from '#api/session-context.ts';
import { ListNotices } from '#ui/list-notices.tsx';
import { Fact } from '../facts.tsx';
import { Paragraph, Section } from '../section.tsx';
import { BrowserNotifications } from './browser-notifications.tsx';
import { browserWords } from './browser-words.ts';
import { ChannelItem } from './channel-item.tsx';
import { DeliveriesTable } from './deliveries-table.tsx';
import { noticesQuery } from './queries.ts';
import { noticeWords as words } from './words.ts';

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <h3 className="mt-4 mb-1 font-strong">{title}</h3>
      {children}
    </>
  );
}

function NoChannel() {
  return (
    <Paragraph>
      {words.none} {words.noneHelp} <code>{words.noneDocument}</code> {words.noneAfter}
    </Paragraph>
  );
}

function SettingsFacts({ list }: { list: NoticeList }) {
  const { quiet, events, hasHeartbeat } = list;
  return (
    <dl className="mt-2">
      <Fact label={words.events}>{words.eventNames(events)}</Fact>
      <Fact label={words.quiet}>
        {quiet === null ? words.noQuiet : `${quiet.window}. ${quiet.isNow ? words.quietNow : words.quietLater}`}
      </Fact>
      <Fact label={words.heartbeat}>{hasHeartbeat ? words.hasHeartbeat : words.noHeartbeat}</Fact>
    </dl>
  );
}

/** Tests that somebody waits for, until the first attempt. */
function useWaiting() {
  const [tested, setTested] = useState<readonly string[]>([]);
  const isWaiting = (list: NoticeList | undefined) =>
    tested.some((id) => !list?.deliveries.some((each) => each.id === id && each.attempts > 0));
  return { isWaiting, add: (id: string) => setTested((before) => [...before, id]) };
}

function Notices() {
  const { isWaiting, add } = useWaiting();
  const { current } = useTrust();
  const query = useQuery({
    ...noticesQuery(),
    refetchInterval: ({ state: { data } }) => (isWaiting(data) ? 1_000 : 5_000),
  });
  const { data: list, error } = query;
  const isCurrent = error === null && current;
  return (
    <>
      <div className="-mx-5">
        <ListNotices text={words} {...noticesOf(query)} />
      </div>
      {list?.channels.length === 0 && <NoChannel />}
      {list && list.channels.length > 0 && (
        <>
          <ul aria-label={words.channels} className="m-0 list-none p-0">
            {list.channels.map((channel) => (
              <ChannelItem
                key={channel.channel}
                channel={channel}
                deliveries={list.deliveries}
                isCurrent={isCurrent}
                onTest={add}
              />
            ))}
          </ul>
          <SettingsFacts list={list} />
          <Part title={words.deliveries}>
            {list.deliveries.length === 0 ? (
              <Paragraph>{words.noDelivery}</Paragraph>
            ) : (
              <DeliveriesTable deliveries={list.deliveries} />
            )}
          </Part>
        </>
      )}
    </>
  );
}

/** The channels by which notices leave, their tests and last deliveries. Only operators get them from the server. */
export function NoticesSection() {
  // Follows the address: this part was not there yet when the browser looked for its place.
  useEffect(() => {
    if (location.hash === '#notices') document.getElementById('notices')?.scrollIntoView();
  }, []);
  return (
    <Section id="notices" title={words.title} help={words.help}>
      <Notices />
      <Part title={browserWords.title}>
        <BrowserNotifications />
      </Part>
    </Section>
  );
}

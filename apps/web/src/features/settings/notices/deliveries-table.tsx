import type { NoticeDelivery } from '@retry-desk/contract';
import { useState } from 'react';
import type { MarkState } from '#lib/marks.ts';
import { channelNames } from '#lib/words-notices.ts';
import { Button } from '#ui/button.tsx';
import { CardCell, CardRow, CardTable, Marked } from '#ui/card-table.tsx';
import { Time } from '#ui/time.tsx';
import { noticeWords as words } from './words.ts';

/** So many are shown until all are requested. */
const shownFirst = 10;

const heads = [
  { text: words.columns.subject, width: '' },
  { text: words.columns.channel, width: 'w-28' },
  { text: words.columns.state, width: 'w-[30%]' },
  { text: words.columns.at, width: 'w-28' },
];

function stateOf({ state, attempts }: NoticeDelivery): { mark: MarkState; text: string } {
  if (state === 'delivered') return { mark: 'ok', text: words.delivered };
  if (state === 'given-up') return { mark: 'failed', text: words.givenUp };
  return attempts === 0 ? { mark: 'waiting', text: words.pending } : { mark: 'warning', text: words.retrying };
}

/** Details beside the word: attempts, the name that the other side gave it, or the last error. */
function about({ attempts, receipt, error }: NoticeDelivery): string {
  const known = [attempts > 1 && words.attempts(attempts), receipt && words.receipt(receipt), error];
  return known.filter(Boolean).join(' · ');
}

function Row({ delivery }: { delivery: NoticeDelivery }) {
  const { subject, channel, at, doneAt } = delivery;
  const { mark, text } = stateOf(delivery);
  return (
    <CardRow>
      <CardCell isHead className="py-1.5 align-top max-sm:col-span-full">
        <span className="min-w-0 wrap-anywhere">{subject}</span>
        <div className="text-s wrap-anywhere text-muted">{words.keyOf(delivery)}</div>
      </CardCell>
      <CardCell className="py-1.5 align-top">{channelNames[channel]}</CardCell>
      <CardCell isUnder className="py-1.5 align-top max-sm:order-last">
        <Marked state={mark}>
          <span className="min-w-0">
            {text} {doneAt && <Time at={doneAt} show="seconds" className="text-muted" />}
          </span>
        </Marked>
        <div className="pl-4.75 text-s wrap-anywhere text-muted">{about(delivery)}</div>
      </CardCell>
      <CardCell className="py-1.5 align-top whitespace-nowrap text-muted">
        <Time at={at} show="day" />
      </CardCell>
    </CardRow>
  );
}

/** The last deliveries, newest first. */
export function DeliveriesTable({ deliveries }: { deliveries: readonly NoticeDelivery[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? deliveries : deliveries.slice(0, shownFirst);
  return (
    <>
      <div className="-mx-5">
        <CardTable label={words.deliveries} heads={heads}>
          {shown.map((delivery) => (
            <Row key={`${delivery.id} ${delivery.channel}`} delivery={delivery} />
          ))}
        </CardTable>
      </div>
      {shown.length < deliveries.length && (
        <Button size="small" className="mt-2" onClick={() => setAll(true)}>
          {words.showAll(deliveries.length)}
        </Button>
      )}
    </>
  );
}

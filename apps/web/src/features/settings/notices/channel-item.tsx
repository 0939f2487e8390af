import type { NoticeChannelState, NoticeDelivery } from '@retry-desk/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { explainAction } from '#api/explain.ts';
import { useJournalLock } from '#api/journal-lock.ts';
import type { MarkState } from '#lib/marks.ts';
import { channelNames } from '#lib/words-notices.ts';
import { Button } from '#ui/button.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { StateWord } from '#ui/state-word.tsx';
import { Time } from '#ui/time.tsx';
import { noticesQuery, sendTest } from './queries.ts';
import { testOutcome } from './test-outcome.ts';
import { noticeWords as words } from './words.ts';

const marks: Record<NoticeChannelState['state'], MarkState> = { working: 'ok', failing: 'failed', unused: 'waiting' };

/** How a channel is. A list that is out of date says nothing about now, and a refusal is no success. */
function State({ channel, isCurrent }: { channel: NoticeChannelState; isCurrent: boolean }) {
  const { state, failingSince, error } = channel;
  const isRefusing = state === 'working' && error !== null;
  const mark = !isCurrent ? 'unknown' : isRefusing ? 'warning' : marks[state];
  const text = !isCurrent ? words.unknown : isRefusing ? words.refusing : words.states(state);
  return (
    <span className="flex items-center gap-2">
      <StateMark state={mark} />
      <StateWord state={mark}>{text}</StateWord>{' '}
      {isCurrent && failingSince !== null && (
        <span className="text-muted">
          {words.since} <Time at={failingSince} show="day" />
        </span>
      )}
    </span>
  );
}

function Outcome({ id, channel, deliveries, isCurrent }: ItemProps & { id: string }) {
  const delivery = deliveries.find((each) => each.id === id && each.channel === channel.channel);
  const { mark, text } = testOutcome(delivery, isCurrent);
  return (
    <span className="flex items-baseline gap-2">
      <StateMark state={mark} />
      <span className="min-w-0 wrap-anywhere">
        {text}
        {delivery?.doneAt && (
          <>
            {' '}
            <Time at={delivery.doneAt} show="seconds" className="text-muted" />
          </>
        )}
      </span>
    </span>
  );
}

type ItemProps = {
  channel: NoticeChannelState;
  deliveries: readonly NoticeDelivery[];
  /** Whether the list was loaded at the last attempt. */
  isCurrent: boolean;
};

/** One channel: how it is, what it last delivered, its last error, and its test. */
export function ChannelItem(props: ItemProps & { onTest: (id: string) => void }) {
  const { channel, isCurrent, onTest } = props;
  const client = useQueryClient();
  const lock = useJournalLock();
  const [tested, setTested] = useState<string | null>(null);
  const test = useMutation({
    mutationFn: () => sendTest(channel.channel),
    onMutate: () => setTested(null),
    onSuccess: ({ id }) => {
      setTested(id);
      onTest(id);
    },
    onSettled: () => client.invalidateQueries(noticesQuery()),
  });
  const name = channelNames[channel.channel];
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 border-t border-line py-2.5 first:border-t-0">
      <div className="grid min-w-0 flex-1 basis-60 gap-0.5">
        <div className="flex flex-wrap gap-x-3">
          <b className="font-strong">{name}</b>
          <State channel={channel} isCurrent={isCurrent} />
        </div>
        <p className="text-muted">
          {channel.lastDeliveredAt === null ? (
            words.noneDelivered
          ) : (
            <>
              {words.lastDelivered} <Time at={channel.lastDeliveredAt} show="day" />
            </>
          )}
          {' · '}
          {words.waiting(channel.pending)}
        </p>
        {channel.error && (
          <p className="wrap-anywhere">
            <span className="text-muted">
              {words.lastError} <Time at={channel.error.at} show="day" />:
            </span>{' '}
            {channel.error.text}
          </p>
        )}
        <div role="status">
          {tested !== null && <Outcome id={tested} {...props} />}
          {test.error && explainAction(test.error, words.testFailed).text}
        </div>
      </div>
      <Button
        size="small"
        aria-label={words.testOf(name)}
        disabledReason={lock}
        pending={test.isPending}
        onClick={() => test.mutate()}
      >
        {words.test}
      </Button>
    </li>
  );
}

import type { WallLinkRefusal } from '@retry-desk/contract';
import { pages } from '#lib/paths.ts';
import { clock } from '#lib/time.ts';
import { inNeed, type Screen } from './screen.ts';
import { largestSpan } from './urgency.ts';
import { WallCode } from './wall-code.tsx';
import { WallScreen } from './wall-screen.tsx';
import { SentenceLine, SentenceLink, WallSentence } from './wall-sentence.tsx';
import { wallWords as words } from './words.ts';

function Ended({ by }: Pick<Extract<Screen, { kind: 'ended' }>, 'by'>) {
  const { title, help } = words.ended[by ?? 'nobody'];
  return (
    <WallSentence mark="unknown" title={title} below={<WallCode />}>
      {help} {by !== 'link' && <SentenceLink href={pages.signIn(pages.wall())}>{words.signIn}</SentenceLink>}
    </WallSentence>
  );
}

/** The last numbers, in grey and behind their time: never as if they were those of now. */
function LastNumbers({ board, lastTrueAt }: Pick<Extract<Screen, { kind: 'old' }>, 'board' | 'lastTrueAt'>) {
  const { counts } = board;
  const needing = inNeed(counts);
  if (needing === null) return null;
  const unknown = board.failed.filter(({ state }) => state === 'unknown').length;
  return (
    <SentenceLine>
      {words.lastNumbers(clock(lastTrueAt, 'local'), words.needingIn(needing, counts, unknown), counts.jobs)}
    </SentenceLine>
  );
}

/** Every state in which the wall has no true numbers: it shows that, and why. */
export function WallWithoutNumbers({ screen }: { screen: Exclude<Screen, { kind: 'live' }> }) {
  switch (screen.kind) {
    case 'loading':
      return <WallSentence mark="waiting" title={words.loading} />;
    case 'ended':
      return <Ended by={screen.by} />;
    case 'nothing':
      return (
        <WallSentence mark="unknown" title={words.nothing} loud>
          {words.cause(screen.cause)}
        </WallSentence>
      );
    case 'unread':
      return (
        <WallSentence mark="unknown" title={words.notKnown} loud={screen.cause === 'em-down'}>
          {words.unread(screen.cause)}
        </WallSentence>
      );
    case 'old':
      return (
        <WallSentence
          mark="warning"
          title={words.old}
          loud
          below={
            <>
              <SentenceLine>{words.thatWas(largestSpan(screen.age))}</SentenceLine>
              <LastNumbers board={screen.board} lastTrueAt={screen.lastTrueAt} />
            </>
          }
        >
          {words.lastUpdatedBefore}
          <b className="text-text">{clock(screen.lastTrueAt, 'local')}</b>
          {words.lastUpdatedAfter} {words.cause(screen.cause)}
        </WallSentence>
      );
  }
}

/** A wall link that opened nothing: why, and the way to what this browser shows without it. */
export function WallRefused({ why }: { why: WallLinkRefusal }) {
  const { title, help } = words.refused[why];
  return (
    <WallScreen>
      <WallSentence mark="unknown" title={title} below={<WallCode />}>
        {help} <SentenceLink href={pages.wall()}>{words.wallWithout}</SentenceLink>
      </WallSentence>
    </WallScreen>
  );
}

import type { WallLinkRefusal } from '@retry-desk/contract';
import { pages } from '#lib/paths.ts';
import { WallCode } from './wall-code.tsx';
import { WallSentence } from './wall-sentence.tsx';
import { wallWords as words } from './words.ts';

/** A wall link that opened nothing: why, and the way to what this browser shows without it. */
export function WallRefused({ why }: { why: WallLinkRefusal }) {
  const { title, help } = words.refused[why];
  return (
    <main className="wall">
      <WallSentence mark="unknown" title={title} below={<WallCode />}>
        {help} <a href={pages.wall()}>{words.wallWithout}</a>
      </WallSentence>
    </main>
  );
}

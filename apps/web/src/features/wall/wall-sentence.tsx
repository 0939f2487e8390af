import type { ReactNode } from 'react';
import type { MarkState } from '#lib/marks.ts';
import { PageTitle } from '#ui/page.tsx';
import { Mark } from './mark.tsx';
import { wallWords as words } from './words.ts';
import './wall-sentence.css';

type WallSentenceProps = {
  mark: MarkState;
  title: string;
  loud?: boolean;
  children?: ReactNode;
  /** What is no part of the sentence, and not spoken with it. */
  below?: ReactNode;
};

/** The whole screen as one sentence, for every state in which there are no numbers to show. */
export function WallSentence({ mark, title, loud = false, children, below }: WallSentenceProps) {
  return (
    <section className={loud ? 'wall-sentence loud' : 'wall-sentence'}>
      <PageTitle>{words.tabWithout(title)}</PageTitle>
      <div className="wall-said" role={loud ? 'alert' : 'status'}>
        <h1>
          <Mark state={mark} />
          {title}
        </h1>
        {children && <p>{children}</p>}
      </div>
      {below}
    </section>
  );
}

import type { ReactNode } from 'react';
import type { MarkState } from '#lib/marks.ts';
import { PageTitle } from '#ui/page.tsx';
import { Mark } from './mark.tsx';
import { wallWords as words } from './words.ts';
import './wall-sentence.css';

type WallSentenceProps = { mark: MarkState; title: string; loud?: boolean; children?: ReactNode };

/** The whole screen as one sentence, for every state in which there are no numbers to show. */
export function WallSentence({ mark, title, loud = false, children }: WallSentenceProps) {
  return (
    <section className={loud ? 'wall-sentence loud' : 'wall-sentence'} role={loud ? 'alert' : 'status'}>
      <PageTitle>{words.tabWithout(title)}</PageTitle>
      <h1>
        <Mark state={mark} />
        {title}
      </h1>
      {children && <p>{children}</p>}
    </section>
  );
}

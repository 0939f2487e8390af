import type { ReactNode } from 'react';
import { base } from '#lib/base.ts';
import type { MarkState } from '#lib/marks.ts';
import { PageTitle } from '#ui/page.tsx';
import { Mark } from './mark.tsx';
import { shifted } from './wall-screen.tsx';
import { wallWords as words } from './words.ts';

type WallSentenceProps = {
  mark: MarkState;
  title: string;
  loud?: boolean;
  children?: ReactNode;
  /** A part beside the sentence, not spoken with it. */
  below?: ReactNode;
};

/** A line under the title of a sentence. */
export function SentenceLine({ className = '', children }: { className?: string; children: ReactNode }) {
  return <p className={`text-m leading-[1.3] text-balance text-quiet ${className}`}>{children}</p>;
}

/** Where somebody at this screen can go. */
export function SentenceLink({ href, children }: { href: string; children: string }) {
  return (
    <a href={base + href} className="mt-1 block text-text underline underline-offset-[0.15em]">
      {children}
    </a>
  );
}

/** The whole screen as one sentence, for every state in which there are no numbers to show. */
export function WallSentence({ mark, title, loud = false, children, below }: WallSentenceProps) {
  return (
    <section
      className={`grid h-full content-center overflow-hidden border-[length:--spacing(2.4)] px-[6vw] text-center ${loud ? 'border-warning' : 'border-black'}`}
    >
      <PageTitle>{words.tabWithout(title)}</PageTitle>
      <div className={`grid gap-2 ${shifted}`}>
        <div className="grid gap-2" role={loud ? 'alert' : 'status'}>
          <h1 className="flex items-center justify-center gap-[0.3em] text-[length:--spacing(9)] leading-[1.15] font-[640] text-balance portrait:flex-col portrait:text-[length:--spacing(8)]">
            <Mark state={mark} className="size-[0.6em]" />
            {title}
          </h1>
          {children && <SentenceLine>{children}</SentenceLine>}
        </div>
        {below}
      </div>
    </section>
  );
}

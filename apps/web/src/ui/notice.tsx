import type { ReactNode } from 'react';
import { type MarkState, StateMark } from './state-mark.tsx';

/** Something is being read for the first time. */
export function Loading({ children }: { children: ReactNode }) {
  return (
    <p role="status" className="flex items-center gap-2 px-5 py-6 text-muted">
      <StateMark state="running" />
      {children}
    </p>
  );
}

export type BlockProps = { title: ReactNode; children?: ReactNode; action?: ReactNode; mark?: MarkState };

/** Nothing to show, and it is known that there is nothing; `isPage` where that is all there is on the page. */
export function Empty({ title, children, action, mark, isPage = false }: BlockProps & { isPage?: boolean }) {
  const Title = isPage ? 'h1' : 'p';
  return (
    <div className="grid justify-items-start gap-1 px-5 py-8">
      <Title className="flex items-center gap-2 font-strong">
        {mark && <StateMark state={mark} />}
        {title}
      </Title>
      {children && <div className="text-muted">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}

/** It could not be read, and there is nothing older to show. */
export function ErrorNotice({ title, children, action }: Omit<BlockProps, 'mark'>) {
  return (
    <div role="alert" className="grid justify-items-start gap-1 border-b border-line bg-failed-bg px-5 py-4">
      <p className="flex items-center gap-2 font-strong">
        <StateMark state="unknown" />
        {title}
      </p>
      {children && <div className="text-muted">{children}</div>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}

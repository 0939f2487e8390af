import type { ReactNode } from 'react';
import { words } from '#lib/words.ts';
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

type BlockProps = { title: ReactNode; children?: ReactNode; action?: ReactNode; mark?: MarkState };

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

/** Data older than it should be, or partial: one line above it with since when and why; `details` fold. */
export function StaleNotice({
  title,
  children,
  action,
  details = null,
}: Omit<BlockProps, 'mark'> & { details?: string | null }) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-2 gap-y-1 border-b border-line bg-warning-bg px-5 py-2.5">
      <span className="self-center">
        <StateMark state="warning" />
      </span>
      {/* What is read aloud does not change from second to second. */}
      <b role="status" className="font-strong text-warning">
        {title}
      </b>
      {children && <span className="min-w-0">{children}</span>}
      {action && <span className="ml-auto">{action}</span>}
      {details !== null && (
        <details className="basis-full pl-4.5 text-muted">
          <summary className="min-h-6">{words.shell.details}</summary>
          <p>{details}</p>
        </details>
      )}
    </div>
  );
}

/** Words of Enterprise Manager, marked as its own. */
export function Quote({ children }: { children: string }) {
  return <q className="quotes-[“,”]">{children}</q>;
}

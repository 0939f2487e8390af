import { words } from '#lib/words.ts';
import type { BlockProps } from './notice.tsx';
import { StateMark } from './state-mark.tsx';

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

import type { ReactNode } from 'react';

/** The head of a page that is not the board: title, what it is about, actions at the right. */
export function PageHead({
  title,
  children,
  actions,
}: {
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-3 border-b border-line px-5 pt-5 pb-4">
      <div className="min-w-0">
        <h1 className="flex items-center gap-2.5 text-l font-heavy tracking-tight">{title}</h1>
        {children && <div className="mt-1 text-muted">{children}</div>}
      </div>
      {actions && <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>}
    </div>
  );
}

import { type ReactNode, useId } from 'react';
import { inView } from './in-view.ts';

/** The result of a form, in its place. */
export function CreatedBox({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section
      className="mt-4 grid max-w-160 gap-2 rounded-panel border border-line-strong bg-raised px-5 pt-4 pb-4.5"
      aria-labelledby={id}
      ref={inView}
    >
      <h3 id={id} className="font-strong">
        <span role="status">{title}</span>
      </h3>
      {children}
    </section>
  );
}

export function CreatedActions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap gap-2">{children}</div>;
}

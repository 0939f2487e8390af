import type { ReactNode } from 'react';
import { StateMark } from '#ui/state-mark.tsx';

/** A paragraph of a section, no wider than is good to read. */
export function Paragraph({ muted = false, children }: { muted?: boolean; children: ReactNode }) {
  return <p className={`mb-2 max-w-[76ch] ${muted ? 'text-muted' : ''}`}>{children}</p>;
}

type SectionProps = { id: string; title: string; help?: string; children: ReactNode };

/** A section of Settings, under its title. */
export function Section({ id, title, help, children }: SectionProps) {
  return (
    <section aria-labelledby={id} className="border-b border-line px-5 pt-4 pb-4.5">
      <h2 id={id} className="mb-2 font-heavy">
        {title}
      </h2>
      {help && <Paragraph muted>{help}</Paragraph>}
      {children}
    </section>
  );
}

const line = 'mb-2 flex max-w-[76ch] flex-wrap items-baseline gap-x-2';

/** How something is: its mark, its word in `b`, and what more is known. */
export function StateLine({ children }: { children: ReactNode }) {
  return <p className={`${line} [&>b]:text-l [&>b]:font-heavy`}>{children}</p>;
}

/** The fault of a section. */
export function Fault({ children }: { children: ReactNode }) {
  return (
    <p className={line} role="alert">
      <StateMark state="unknown" />
      {children}
    </p>
  );
}

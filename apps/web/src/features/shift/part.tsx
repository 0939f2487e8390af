import type { ReactNode } from 'react';
import { useId } from 'react';
import { shiftWords as words } from './words.ts';

type PartProps = {
  title: string;
  /** How many there are, listed or not; null where it is no list. */
  count: number | null;
  /** Leads to the rest, where not all are listed. */
  rest?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** A part of the hand-over, with its number. */
export function Part({ title, count, rest, className = '', children }: PartProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={`min-w-0 border-line ${className}`}>
      <h2 id={id} className="flex flex-wrap items-baseline gap-x-2 px-5 pt-3.5 pb-1.5 font-heavy print:pt-2">
        {title}
        {count !== null && <span className="font-normal text-muted tabular-nums">{count}</span>}
        {rest && <span className="text-s font-normal text-muted print:hidden">{rest}</span>}
      </h2>
      {children}
    </section>
  );
}

/** A line in place of a list without entries. */
export function None({ children }: { children: ReactNode }) {
  return <p className="px-5 pb-3.5 text-muted print:pb-1">{children}</p>;
}

/** On paper: how many lines are left out. */
export function NotPrinted({ count }: { count: number }) {
  return count > 0 && <p className="hidden px-5 py-0.5 text-s text-muted print:block">{words.notPrinted(count)}</p>;
}

type LinesProps<T> = {
  of: readonly T[];
  /** How many there are, listed or not. */
  count: number;
  /** So many lines go on paper. */
  printed: number;
  keyOf: (entry: T) => string;
  children: (entry: T) => ReactNode;
};

/** A list of short entries; a sheet of paper gets the first ones. */
export function Lines<T>({ of, count, printed, keyOf, children }: LinesProps<T>) {
  return (
    <>
      <ul className="pb-2.5 print:pb-0">
        {of.map((entry, place) => (
          <li key={keyOf(entry)} className={`px-5 py-1.5 print:py-0.5 ${place >= printed ? 'print:hidden' : ''}`}>
            <div className="wrap-anywhere print:line-clamp-2">{children(entry)}</div>
          </li>
        ))}
      </ul>
      <NotPrinted count={count - Math.min(printed, of.length)} />
    </>
  );
}

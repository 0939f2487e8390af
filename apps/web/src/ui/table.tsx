import type { ComponentProps, ReactNode } from 'react';

/** Cells of every table: 14 px between columns, the page's 20 px at the edges. */
const cell = 'pr-3.5 first:pl-5 last:pr-5 align-middle';

/** The ground of a row that somebody has acknowledged. */
export const hatched = 'bg-[repeating-linear-gradient(135deg,var(--color-line)_0_1px,transparent_1px_9px)]';

/** A table of a page: full width, named for those who do not see it. */
export function Table({ label, className = '', ...rest }: { label: string } & ComponentProps<'table'>) {
  return <table aria-label={label} className={`w-full border-collapse ${className}`} {...rest} />;
}

/** A table that may be wider than the page: it moves sideways, for those without a mouse by the arrow keys. */
export function WideTable({ label, className = '', ...rest }: ComponentProps<'table'> & { label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what the keyboard cannot reach it cannot move
    // biome-ignore lint/a11y/useSemanticElements: a fieldset holds fields
    <div role="group" aria-label={label} tabIndex={0} className={`overflow-x-auto ${className}`}>
      <Table label={label} {...rest} />
    </div>
  );
}

/** A column head; `bare` where the row around it has the height and the line. */
export function Th({ className = '', bare = false, ...rest }: ComponentProps<'th'> & { bare?: boolean }) {
  const own = bare ? '' : 'h-8 border-b border-line';
  return (
    <th
      scope="col"
      className={`text-left text-s font-medium whitespace-nowrap text-muted ${own} ${cell} ${className}`}
      {...rest}
    />
  );
}

/** The cell that reports which row it is: the first that does; `strong` where it is a name. */
export function RowTh({ className = '', strong = false, ...rest }: ComponentProps<'th'> & { strong?: boolean }) {
  const weight = strong ? 'font-strong' : 'font-normal';
  return <th scope="row" className={`h-11 border-b border-line text-left ${weight} ${cell} ${className}`} {...rest} />;
}

export function Td({ className = '', ...rest }: ComponentProps<'td'>) {
  return <td className={`h-11 border-b border-line ${cell} ${className}`} {...rest} />;
}

type SortProps = { direction: 'asc' | 'desc' | null; onSort: () => void; children: ReactNode; className?: string };

/** A column head that sorts; bare. */
export function SortTh({ direction, onSort, children, className = '' }: SortProps) {
  const sorted = direction === 'asc' ? 'ascending' : direction === 'desc' ? 'descending' : undefined;
  return (
    <Th bare className={className} aria-sort={sorted}>
      <button type="button" className="min-h-6 min-w-6 text-left font-medium hover:text-text" onClick={onSort}>
        {children}
        {direction && (
          <span aria-hidden="true" className="ml-1">
            {direction === 'asc' ? '↑' : '↓'}
          </span>
        )}
      </button>
    </Th>
  );
}

import type { ComponentProps, ReactNode } from 'react';

/** Cells of every table: 14 px between columns, the page's 20 px at the edges. */
export const cell = 'pr-3.5 first:pl-5 last:pr-5 align-middle';

/** The ground of a row that somebody has acknowledged. */
export const hatched = 'bg-[repeating-linear-gradient(135deg,var(--color-line)_0_1px,transparent_1px_9px)]';

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

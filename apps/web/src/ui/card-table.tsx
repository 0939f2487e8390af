import type { ReactNode } from 'react';
import type { MarkState } from '#lib/marks.ts';
import { RowTh, Table, Td } from './cells.tsx';
import { StateMark } from './state-mark.tsx';
import { Th } from './table.tsx';

type CardTableProps = { label: string; heads: readonly { text: string; width: string }[]; children: ReactNode };

/** A table whose lines are cards on a phone, the reason under the rest. */
export function CardTable({ label, heads, children }: CardTableProps) {
  return (
    <Table label={label} className="table-fixed max-sm:block">
      <thead className="max-sm:sr-only">
        <tr>
          {heads.map(({ text, width }) => (
            <Th key={text} className={width}>
              {text}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody className="max-sm:block">{children}</tbody>
    </Table>
  );
}

export function CardRow({ className = '', children }: { className?: string; children: ReactNode }) {
  return (
    <tr
      className={`max-sm:grid max-sm:grid-cols-[minmax(0,1fr)_max-content] max-sm:gap-x-3 max-sm:gap-y-0.5 max-sm:border-b max-sm:border-line max-sm:px-5 max-sm:py-2.5 ${className}`}
    >
      {children}
    </tr>
  );
}

type CellProps = {
  /** Whether it names the row. */
  isHead?: boolean;
  /** Whether it has a line of its own on a phone. */
  isUnder?: boolean;
  className?: string;
  children: ReactNode;
};

export function CardCell({ isHead = false, isUnder = false, className = '', children }: CellProps) {
  const Cell = isHead ? RowTh : Td;
  const place = isUnder ? 'max-sm:col-span-full max-sm:pl-4.75' : 'max-sm:first:pl-0 max-sm:last:pr-0';
  return (
    <Cell className={`max-sm:h-auto max-sm:w-auto max-sm:border-0 max-sm:p-0 max-sm:last:pr-0 ${place} ${className}`}>
      {children}
    </Cell>
  );
}

/** A state's shape beside what it is the state of. */
export function Marked({ state, children }: { state: MarkState; children: ReactNode }) {
  return (
    <span className="flex items-center gap-2.25">
      <StateMark state={state} />
      {children}
    </span>
  );
}

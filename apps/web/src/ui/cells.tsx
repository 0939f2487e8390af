import type { ComponentProps } from 'react';
import { cell } from './table.tsx';

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

/** The cell that reports which row it is: the first that does; `strong` where it is a name. */
export function RowTh({ className = '', strong = false, ...rest }: ComponentProps<'th'> & { strong?: boolean }) {
  const weight = strong ? 'font-strong' : 'font-normal';
  return <th scope="row" className={`h-11 border-b border-line text-left ${weight} ${cell} ${className}`} {...rest} />;
}

export function Td({ className = '', ...rest }: ComponentProps<'td'>) {
  return <td className={`h-11 border-b border-line ${cell} ${className}`} {...rest} />;
}

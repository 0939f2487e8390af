import type { ReactNode } from 'react';

/** One line of a list of facts. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,170px)_minmax(0,1fr)] gap-4 py-1 max-[501px]:grid-cols-1 max-[501px]:gap-0">
      <dt className="text-muted">{label}</dt>
      {/* A mark stands in the line of its words. */}
      <dd className="wrap-anywhere [&_svg]:inline-block">{children}</dd>
    </div>
  );
}

import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { focusRow, Rows, type TableProps } from './board-table.tsx';

const rowHeight = 50;
const cardHeight = 145;

function Gap({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tbody aria-hidden="true" className="block">
      <tr className="block">
        <td className="block p-0" style={{ height }} />
      </tr>
    </tbody>
  );
}

const narrow = window.matchMedia('(max-width: 640px)');
let height = narrow.matches ? cardHeight : rowHeight;
narrow.addEventListener('change', () => {
  height = narrow.matches ? cardHeight : rowHeight;
});

function estimateSize(): number {
  return height;
}

/** Many rows: only those in sight are drawn, with room for the others above and below. */
export function ManyRows(props: TableProps) {
  const { rows, open, goTo } = props;
  const start = useRef<HTMLTableSectionElement>(null);
  const [margin, setMargin] = useState(0);
  // Follows where the rows begin on the page; measured with new rows only, because it makes the browser lay out.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a notice above the table comes and goes with new rows
  useLayoutEffect(() => {
    const top = (start.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
    setMargin((before) => (Math.abs(top - before) > 1 ? top : before));
  }, [rows]);
  // The same function as long as the rows are the same: another one would have all heights counted anew.
  const getItemKey = useCallback((place: number) => rows[place]?.job.id ?? place, [rows]);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize,
    overscan: 6,
    scrollMargin: margin,
    getItemKey,
  });
  goTo.current = (place) => {
    virtual.scrollToIndex(place, { align: 'auto' });
    requestAnimationFrame(() => requestAnimationFrame(() => focusRow(rows[place], true)));
  };
  // Rows are all as high as each other but cards and those with all their reasons, which are measured.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was measured open is forgotten when it is closed
  useLayoutEffect(() => virtual.measure(), [open, virtual]);
  const measure = narrow.matches || open.size > 0 ? virtual.measureElement : null;
  const items = virtual.getVirtualItems();
  return (
    <>
      <tbody ref={start} aria-hidden="true" className="block" />
      <Gap height={(items[0]?.start ?? margin) - margin} />
      <Rows {...props} places={items.map((item) => item.index)} measure={measure} />
      <Gap height={virtual.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin)} />
    </>
  );
}

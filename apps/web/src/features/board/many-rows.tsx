import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
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

/** Many rows: only those in sight are drawn, with room for the others above and below. */
export function ManyRows(props: TableProps) {
  const { rows, goTo } = props;
  const start = useRef<HTMLTableSectionElement>(null);
  const [margin, setMargin] = useState(0);
  // Follows where the rows begin on the page: a notice above the table moves them.
  useLayoutEffect(() => {
    const top = (start.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
    if (Math.abs(top - margin) > 1) setMargin(top);
  });
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => (window.innerWidth < 640 ? cardHeight : rowHeight),
    overscan: 12,
    scrollMargin: margin,
    getItemKey: (place) => rows[place]?.job.id ?? place,
  });
  goTo.current = (place) => {
    virtual.scrollToIndex(place, { align: 'auto' });
    requestAnimationFrame(() => requestAnimationFrame(() => focusRow(rows[place], true)));
  };
  const items = virtual.getVirtualItems();
  return (
    <>
      <tbody ref={start} aria-hidden="true" className="block" />
      <Gap height={(items[0]?.start ?? margin) - margin} />
      <Rows {...props} places={items.map((item) => item.index)} measure={virtual.measureElement} />
      <Gap height={virtual.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin)} />
    </>
  );
}

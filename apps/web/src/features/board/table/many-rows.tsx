import { startTransition, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { elementIdOf } from './board-row.tsx';
import { heightsOfRows, offsetsOf, type RowWindow, wayTo, windowOf } from './row-window.ts';
import { focusRow, Rows, type TableProps } from './rows.tsx';

const rowHeight = 50;
const cardHeight = 145;
/** What sticks over the rows: the head of the table above, the bar of what is ticked below. */
const over = { top: 34, bottom: 54 };
/** What stands above the first row on any page that begins at its top. */
const above = 200;

const narrow = window.matchMedia('(max-width: 640px)');

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

/** Heights that differ from the usual one: rows are all as high as each other but cards and those with all their reasons. */
function useHeights(rows: TableProps['rows'], isMeasured: boolean) {
  const [heights, setHeights] = useState<ReadonlyMap<string, number>>(new Map());
  const observer = useMemo(
    () =>
      new ResizeObserver((entries) => {
        setHeights((before) => {
          const after = new Map(before);
          for (const { target, borderBoxSize } of entries) {
            const id = target.firstElementChild?.id;
            if (id && borderBoxSize[0]) after.set(id, borderBoxSize[0].blockSize);
          }
          return after;
        });
      }),
    [],
  );
  useEffect(() => () => observer.disconnect(), [observer]);
  // What was measured open is forgotten when nothing is open any more.
  useEffect(() => {
    if (!isMeasured) setHeights((before) => (before.size === 0 ? before : new Map()));
  }, [isMeasured]);
  useEffect(() => setHeights((before) => heightsOfRows(before, rows, ({ id }) => elementIdOf(id))), [rows]);
  const measure = useCallback(
    (row: HTMLElement | null) => {
      if (row) observer.observe(row);
      return () => row && observer.unobserve(row);
    },
    [observer],
  );
  return { heights, measure: isMeasured ? measure : null };
}

/** The part of the list that is in sight; drawn in the very frame that shows it. */
function useRowWindow(offsets: Float64Array, start: React.RefObject<HTMLElement | null>): [RowWindow, () => void] {
  const look = useCallback(
    (more?: number): RowWindow => {
      const top = -(start.current?.getBoundingClientRect().top ?? 0);
      return windowOf(offsets, top, top + window.innerHeight, more);
    },
    [offsets, start],
  );
  const [shown, setShown] = useState<RowWindow>(() => ({
    first: 0,
    last: Math.ceil((window.innerHeight - above) / rowHeight),
  }));
  const update = useCallback(() => {
    const next = look();
    setShown((before) => (before.first === next.first && before.last === next.last ? before : next));
  }, [look]);
  const drawn = useRef(shown);
  drawn.current = shown;
  useLayoutEffect(() => {
    const seen = look(0);
    // What is out of sight can be drawn when what is in sight has been painted.
    if (drawn.current.first <= seen.first && drawn.current.last >= seen.last) startTransition(update);
    else update();
  }, [look, update]);
  // Follows the scrolling of the page.
  useEffect(() => {
    const onScroll = () => flushSync(update);
    window.addEventListener('scroll', onScroll, { passive: true });
    window.addEventListener('resize', update);
    return () => {
      window.removeEventListener('scroll', onScroll);
      window.removeEventListener('resize', update);
    };
  }, [update]);
  const count = offsets.length - 1;
  return [{ first: Math.min(shown.first, count), last: Math.min(shown.last, count) }, update];
}

/** Many rows: only those in sight are drawn, with room for the others above and below. */
export function ManyRows(props: TableProps) {
  const { rows, open, goTo } = props;
  const start = useRef<HTMLTableSectionElement>(null);
  const { heights, measure } = useHeights(rows, narrow.matches || open.size > 0);
  const usual = narrow.matches ? cardHeight : rowHeight;
  // The same ones while the list is as long as before, whatever is new in its rows: nothing has moved then.
  const even = useMemo(() => offsetsOf(rows.length, () => usual), [rows.length, usual]);
  const offsets = useMemo(() => {
    if (heights.size === 0) return even;
    return offsetsOf(rows.length, (place) => heights.get(elementIdOf(rows[place]?.id)) ?? usual);
  }, [rows, heights, usual, even]);
  const [{ first, last }, update] = useRowWindow(offsets, start);
  goTo.current = (place) => {
    const top = -(start.current?.getBoundingClientRect().top ?? 0);
    window.scrollBy(0, wayTo(offsets, place, top + over.top, top + window.innerHeight - over.bottom));
    // Drawn at once, so that the next key finds the keyboard there.
    flushSync(update);
    focusRow(rows[place], true);
  };
  const end = offsets[rows.length] ?? 0;
  return (
    <>
      <tbody ref={start} aria-hidden="true" className="block" />
      <Gap height={offsets[first] ?? 0} />
      <Rows {...props} places={Array.from({ length: last - first }, (_, at) => first + at)} measure={measure} />
      <Gap height={end - (offsets[last] ?? end)} />
    </>
  );
}

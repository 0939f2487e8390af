import {
  type RefObject,
  startTransition,
  useCallback,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { useListeners } from '#ui/use-listeners.ts';
import { heightsOfRows, offsetsOf, type RowWindow, wayTo, windowOf } from './row-window.ts';
import { focusRow, Rows, type TableProps } from './rows.tsx';

const rowHeight = 50;
const cardHeight = 145;
/** Parts that stick over the rows: the head of the table above, the bar of what is selected below. */
const over = { top: 34, bottom: 54 };
/** The space above the first row on any page that begins at its top. */
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

const none: ReadonlyMap<string, number> = new Map();

/** Heights that differ from the usual one: rows are all as high as each other but cards and those with all their reasons. */
function useHeights(rows: TableProps['rows'], isMeasured: boolean) {
  const [heights, setHeights] = useState(none);
  // Heights measured open are forgotten when nothing is open any more.
  const known = isMeasured ? heightsOfRows(heights, rows, ({ id }) => id) : none;
  if (known !== heights) setHeights(known);
  const observer = useMemo(
    () =>
      new ResizeObserver((entries) => {
        setHeights((before) => {
          const after = new Map(before);
          for (const { target, borderBoxSize } of entries) {
            const id = target.firstElementChild?.getAttribute('data-job');
            if (id && borderBoxSize[0]) after.set(id, borderBoxSize[0].blockSize);
          }
          return after;
        });
      }),
    [],
  );
  const measure = useCallback(
    (row: HTMLElement | null) => {
      if (row) observer.observe(row);
      return () => row && observer.unobserve(row);
    },
    [observer],
  );
  return { heights: known, measure: isMeasured ? measure : null };
}

/** How far the page has been scrolled past the beginning of the rows. */
function scrolledPast(start: RefObject<HTMLElement | null>): number {
  return -(start.current?.getBoundingClientRect().top ?? 0);
}

/** The part of the list that is in sight; drawn in the very frame that shows it. */
function useRowWindow(
  offsets: Float64Array,
  start: RefObject<HTMLElement | null>,
  moved: unknown,
): [RowWindow, () => void] {
  const [shown, setShown] = useState<RowWindow>(() => ({
    first: 0,
    last: Math.ceil((window.innerHeight - above) / rowHeight),
  }));
  function inSight(more?: number): RowWindow {
    const top = scrolledPast(start);
    return windowOf(offsets, top, top + window.innerHeight, more);
  }
  function update() {
    const next = inSight();
    setShown((before) => (before.first === next.first && before.last === next.last ? before : next));
  }
  const follow = useEffectEvent((_: Float64Array, _moved: unknown) => {
    const seen = inSight(0);
    // Rows out of sight can be drawn when those in sight have been painted.
    if (shown.first <= seen.first && shown.last >= seen.last) startTransition(update);
    else update();
  });
  // Follows where the browser has put the rows.
  // biome-ignore lint/nursery/useReactCompiler: where rows stand is known once they are laid out; a frame later there would be a gap
  useLayoutEffect(() => follow(offsets, moved), [offsets, moved]);
  useListeners({ scroll: () => flushSync(update), resize: update }, { target: window });
  const count = offsets.length - 1;
  return [{ first: Math.min(shown.first, count), last: Math.min(shown.last, count) }, update];
}

/** Many rows: only those in sight are drawn, with room for the others above and below. With another `moved` they may stand elsewhere on the page. */
export function ManyRows(props: TableProps & { moved?: unknown }) {
  const { rows, open, goTo, moved } = props;
  const start = useRef<HTMLTableSectionElement>(null);
  const { heights, measure } = useHeights(rows, narrow.matches || open.size > 0);
  const usual = narrow.matches ? cardHeight : rowHeight;
  // The same ones while the list is as long as before, whatever is new in its rows: nothing has moved then.
  const even = useMemo(() => offsetsOf(rows.length, () => usual), [rows.length, usual]);
  const offsets = useMemo(() => {
    if (heights.size === 0) return even;
    return offsetsOf(rows.length, (place) => heights.get(rows[place]?.id ?? '') ?? usual);
  }, [rows, heights, usual, even]);
  const [{ first, last }, update] = useRowWindow(offsets, start, moved);
  useImperativeHandle(goTo, () => (place) => {
    const top = scrolledPast(start);
    window.scrollBy(0, wayTo(offsets, place, top + over.top, top + window.innerHeight - over.bottom));
    // Drawn at once, so that the next key finds the keyboard there.
    flushSync(update);
    focusRow(rows[place], true);
  });
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

import type { TrendDay } from '@retry-desk/contract';
import { dayName } from '#lib/dates.ts';
import { type MarkState, StateMark } from '#ui/state-mark.tsx';
import { type TrendKind, type TrendRow, trendRows, unreadPart } from './trend.ts';
import { shiftWords } from './words.ts';

const words = shiftWords.trend;
const height = 28;
const marks: Record<TrendKind, MarkState> = { failed: 'failed', recovered: 'ok', retried: 'running' };
const fills: Record<TrendKind, string> = { failed: 'fill-failed', recovered: 'fill-ok', retried: 'fill-running' };

const line =
  'grid grid-cols-[minmax(0,1fr)_max-content] items-end gap-x-3.5 gap-y-1 sm:grid-cols-[10.5rem_minmax(0,1fr)_7rem]';

/** A day of the trend, `2026-11-30`, as others are shown. */
function dayOf(day: string): string {
  return day === '' ? '' : dayName(Date.parse(day), 'utc');
}

function Bars({ row, unread }: { row: TrendRow; unread: number }) {
  return (
    <svg className="h-7 w-full max-sm:col-span-full" aria-hidden="true">
      {unread > 0 && row.kind !== 'retried' && (
        <rect className="fill-tint-new opacity-40" width={`${unread}%`} height={height} />
      )}
      <line
        x1="0"
        x2="100%"
        y1={height - 0.5}
        y2={height - 0.5}
        className="stroke-line forced-colors:stroke-[GrayText]"
      />
      {row.bars.map((bar) => {
        const tall = Math.max(2, bar.height * height);
        return (
          <rect
            key={bar.day}
            className={`${fills[row.kind]} forced-colors:fill-[CanvasText]`}
            x={`${bar.left}%`}
            y={height - tall}
            width={`${bar.width}%`}
            height={tall}
          >
            <title>{`${bar.day}: ${bar.count}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}

/** Thirty days of the whole inventory, drawn by hand: a row for each kind; the caption has the same in words. */
export function TrendFigure({ trend }: { trend: readonly TrendDay[] }) {
  const rows = trendRows(trend);
  const unread = unreadPart(trend);
  return (
    <figure className="px-5 pt-1 pb-4 print:pb-0">
      <div className="grid gap-2" aria-hidden="true">
        {rows.map((row) => (
          <div key={row.kind} className={line}>
            <span className="flex items-center gap-2.25">
              <StateMark state={marks[row.kind]} still />
              {words[row.kind]}
            </span>
            <Bars row={row} unread={unread.width} />
            <span className="text-s text-muted tabular-nums max-sm:col-start-2 max-sm:row-start-1">
              {row.most === 0 ? words.none : words.most(row.most)}
            </span>
          </div>
        ))}
        <div className={line}>
          <span className="flex justify-between text-s text-muted max-sm:col-span-full sm:col-start-2">
            <span>{words.daysAgo(trend.length)}</span>
            <span>{words.today}</span>
          </span>
        </div>
      </div>
      <figcaption className="sr-only">
        {rows.map(({ kind, total, most, mostOn }) => words.summary(words[kind], total, most, dayOf(mostOn))).join(' ')}
      </figcaption>
      {unread.days > 0 && <p className="mt-2 text-s text-muted">{words.unread(unread.days)}</p>}
    </figure>
  );
}

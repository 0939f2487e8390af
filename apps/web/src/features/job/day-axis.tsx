import { jobWords as words } from './words.ts';

/** The days at both ends of a figure. */
export function DayAxis({ from, className = '' }: { from: number; className?: string }) {
  return (
    <div className={`mt-1 flex justify-between text-s text-muted ${className}`} aria-hidden="true">
      <span>{words.daysAgo(from)}</span>
      <span>{words.daysAgo(0)}</span>
    </div>
  );
}

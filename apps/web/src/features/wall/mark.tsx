import { type MarkState, shapes } from '#lib/marks.ts';

/** The colour of what has a state. */
export const stateColours: Record<MarkState, string> = {
  failed: 'text-failed',
  running: 'text-running',
  ok: 'text-ok',
  warning: 'text-warning',
  waiting: 'text-quiet',
  unknown: 'text-quiet',
  overdue: 'text-failed',
  hung: 'text-warning',
};

type MarkProps = {
  state: MarkState;
  /** Its size, as a rule that of the text beside it, and its place. */
  className?: string;
};

/** A state's shape. */
export function Mark({ state, className = 'size-[0.95em]' }: MarkProps) {
  return (
    <svg
      className={`flex-none fill-current forced-colors:text-[CanvasText] ${stateColours[state]} ${className}`}
      viewBox="0 0 10 10"
      aria-hidden="true"
    >
      <path fillRule="evenodd" d={shapes[state]} />
    </svg>
  );
}

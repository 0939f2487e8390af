import { type MarkState, shapes } from '#lib/marks.ts';

export type { MarkState } from '#lib/marks.ts';

const colours: Record<MarkState, string> = {
  failed: 'text-failed',
  running: 'text-running',
  waiting: 'text-waiting',
  warning: 'text-warning',
  ok: 'text-ok',
  unknown: 'text-unknown',
  overdue: 'text-failed',
  hung: 'text-warning',
};

type MarkProps = { state: MarkState; size?: number; still?: boolean; dim?: boolean };

/** The shape of a state in its colour, `dim` where there is none of it; what runs turns unless `still`. Decoration: the word stands beside it. */
export function StateMark({ state, size = 10, still = false, dim = false }: MarkProps) {
  return (
    <svg
      className={`flex-none fill-current ${dim ? 'text-faint' : colours[state]} ${state === 'running' && !still ? 'motion-safe:animate-turn' : ''}`}
      width={size}
      height={size}
      viewBox="0 0 10 10"
      aria-hidden="true"
    >
      <path fillRule="evenodd" d={shapes[state]} />
    </svg>
  );
}

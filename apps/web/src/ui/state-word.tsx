import type { MarkState } from './state-mark.tsx';

const textColours: Record<MarkState, string> = {
  failed: 'text-failed',
  running: 'text-running',
  waiting: 'text-text',
  warning: 'text-warning',
  ok: 'text-ok',
  unknown: 'text-text',
  overdue: 'text-failed',
  hung: 'text-warning',
};

/** A state's word in its colour. */
export function StateWord({ state, children }: { state: MarkState; children: React.ReactNode }) {
  return <b className={`font-strong ${textColours[state]}`}>{children}</b>;
}

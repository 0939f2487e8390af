import { type MarkState, shapes } from '#lib/marks.ts';

/** A state's shape in the size of the text beside it. */
export function Mark({ state }: { state: MarkState }) {
  return (
    <svg className={`mark ${state}`} viewBox="0 0 10 10" aria-hidden="true">
      <path fillRule="evenodd" d={shapes[state]} />
    </svg>
  );
}

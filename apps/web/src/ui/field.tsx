import { type ComponentProps, type ReactNode, useId } from 'react';

const control =
  'w-full rounded-control border border-line-control bg-raised px-2.5 text-text placeholder:text-muted aria-invalid:border-failed';

type Labelled = { label: string; hint?: ReactNode; error?: string | null };

function Frame({ id, label, hint, error, children }: Labelled & { id: string; children: ReactNode }) {
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="text-s text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-s text-failed">
          {error}
        </p>
      )}
    </div>
  );
}

function described(id: string, { hint, error }: Labelled) {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return { 'aria-describedby': ids || undefined, 'aria-invalid': error ? true : undefined };
}

/** One line of text with its label, an optional hint and what is wrong with it. */
export function Field({ label, hint, error, ...input }: Labelled & ComponentProps<'input'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error ?? null}>
      <input
        id={id}
        {...input}
        {...described(id, { label, hint, error: error ?? null })}
        className={`h-9 ${control}`}
      />
    </Frame>
  );
}

/** Several lines of text. */
export function TextField({ label, hint, error, ...input }: Labelled & ComponentProps<'textarea'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error ?? null}>
      <textarea
        id={id}
        rows={2}
        {...input}
        {...described(id, { label, hint, error: error ?? null })}
        className={`py-1.5 ${control}`}
      />
    </Frame>
  );
}

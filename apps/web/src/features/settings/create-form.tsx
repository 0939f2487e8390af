import type { FormEvent, ReactNode } from 'react';

type FormProps = { onSubmit: (event: FormEvent) => void; children: ReactNode };

/** The form under a list that creates a further entry of it. */
export function CreateForm({ onSubmit, children }: FormProps) {
  return (
    <form className="mt-4 flex flex-wrap items-start gap-2" onSubmit={onSubmit} noValidate>
      {children}
    </form>
  );
}

export function CreateField({ children }: { children: ReactNode }) {
  return <div className="w-70">{children}</div>;
}

/** Beside the field, under its label. */
export const createButtonClass = 'mt-5.5';

/** Choices, in a line of their own. */
export function CreateChoices({ children }: { children: ReactNode }) {
  return (
    <div className="flex basis-full flex-wrap items-end gap-x-5 gap-y-2 [&>fieldset:not(:has(>legend.sr-only))]:min-w-55">
      {children}
    </div>
  );
}

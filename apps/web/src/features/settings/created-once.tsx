import { type ReactNode, useId } from 'react';
import { Button } from '#ui/button.tsx';
import { CopyButton } from '#ui/copy-button.tsx';
import { Field } from '#ui/field.tsx';
import { inView } from './in-view.ts';
import { settingsWords as words } from './words.ts';

type CreatedOnceProps = {
  title: string;
  help: ReactNode;
  label: string;
  secret: string;
  copy: string;
  onDone: () => void;
};

/** A secret that no later page can show again. */
export function CreatedOnce({ title, help, label, secret, copy, onDone }: CreatedOnceProps) {
  const id = useId();
  return (
    <section className="created-box" aria-labelledby={id} ref={inView}>
      <h3 id={id} role="status">
        {title}
      </h3>
      <p>{help}</p>
      <Field label={label} readOnly value={secret} onFocus={(event) => event.currentTarget.select()} />
      <div className="created-actions">
        <CopyButton text={secret} label={copy} />
        <Button size="small" onClick={onDone}>
          {words.done}
        </Button>
      </div>
    </section>
  );
}

import type { ReactNode } from 'react';
import { Button } from '#ui/button.tsx';
import { CopyButton } from '#ui/copy-button.tsx';
import { Field } from '#ui/field.tsx';
import { CreatedActions, CreatedBox } from './created-box.tsx';
import { Paragraph } from './section.tsx';
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
  return (
    <CreatedBox title={title}>
      <Paragraph>{help}</Paragraph>
      <Field label={label} readOnly value={secret} onFocus={(event) => event.currentTarget.select()} />
      <CreatedActions>
        <CopyButton text={secret} label={copy} />
        <Button size="small" onClick={onDone}>
          {words.done}
        </Button>
      </CreatedActions>
    </CreatedBox>
  );
}

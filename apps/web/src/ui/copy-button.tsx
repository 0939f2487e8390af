import { useState } from 'react';
import { words } from '#lib/words.ts';
import { Button } from './button.tsx';

/** Puts a text on the clipboard and confirms it. */
export function CopyButton({
  text,
  label,
  name,
  size = 'small',
}: {
  text: string;
  label: string;
  /** The copied text, where the label alone does not name it. */
  name?: string;
  size?: 'small' | 'normal';
}) {
  const [copied, setCopied] = useState(false);
  return (
    <Button
      size={size}
      aria-label={copied ? undefined : name}
      onBlur={() => setCopied(false)}
      onClick={() => {
        navigator.clipboard?.writeText(text).then(
          () => setCopied(true),
          () => setCopied(false),
        );
      }}
    >
      <span aria-live="polite">{copied ? words.shell.copied : label}</span>
    </Button>
  );
}

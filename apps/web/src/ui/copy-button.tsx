import { useState } from 'react';
import { words } from '#lib/words.ts';
import { Button } from './button.tsx';

/** Puts a text on the clipboard and says that it has. */
export function CopyButton({
  text,
  label,
  size = 'small',
}: {
  text: string;
  label: string;
  size?: 'small' | 'normal';
}) {
  const [copied, setCopied] = useState(false);
  return (
    <Button
      size={size}
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

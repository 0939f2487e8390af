import type { JobRow } from '@retry-desk/contract';
import { useState } from 'react';
import { base } from '#lib/base.ts';
import { preferences } from '#lib/preferences.ts';
import { words } from '#lib/words.ts';
import { rowText } from './row-text.ts';

/** Puts a row on the clipboard, for a ticket, and confirms it. */
export function CopyRow({ job }: { job: JobRow }) {
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      aria-label={copied ? words.shell.copied : words.board.copyJob(job.name)}
      title={words.shell.copy}
      aria-live="polite"
      onBlur={() => setCopied(false)}
      onClick={() =>
        navigator.clipboard?.writeText(rowText(job, preferences().zone, location.origin + base)).then(
          () => setCopied(true),
          () => setCopied(false),
        )
      }
      className="flex size-6 flex-none items-center justify-center rounded-control text-muted hover:text-text print:hidden"
    >
      <svg
        width="12"
        height="12"
        viewBox="0 0 12 12"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.3"
        aria-hidden="true"
      >
        <path d={copied ? 'M2 6.5l3 3 5-7' : 'M4.5 4.5h6v6h-6zM7.5 2v-.5h-6v6H2'} />
      </svg>
    </button>
  );
}

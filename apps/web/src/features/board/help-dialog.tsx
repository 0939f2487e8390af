import { helpWords as words } from '#lib/words-help.ts';
import { Dialog } from '#ui/dialog.tsx';

/** The keys of the board. */
export function HelpDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title={words.title}>
      <dl className="m-0 grid grid-cols-[max-content_1fr] items-baseline gap-x-5 gap-y-2">
        {words.rows.map(([keys, what]) => (
          <div key={keys} className="contents">
            <dt className="flex gap-1">
              {keys.split(/\s{2,}/).map((key) => (
                <kbd key={key} className="rounded-[3px] border border-line-strong px-1.5 font-sans text-s">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd className="m-0 text-muted">{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

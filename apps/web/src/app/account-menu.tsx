import { useRef, useState } from 'react';
import { useSession } from '#api/session-context.ts';
import { shortPerson } from '#lib/short-names.ts';
import { whenIdle } from '#lib/when-idle.ts';
import { words } from '#lib/words.ts';
import { laterPage } from '#ui/later.tsx';
import { useListeners } from '#ui/use-listeners.ts';

const { shell } = words;

const AccountPanel = laterPage(async () => ({ default: (await import('./account-panel.tsx')).AccountPanel }));
whenIdle(() => void AccountPanel.fetch().catch(() => undefined));

/** A panel under its button: a press elsewhere or Escape closes it. By hand: `popover` is younger than Chromium 108. */
function usePanel() {
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  function press({ target }: Event) {
    if (target instanceof Node && !panel.current?.contains(target)) setOpen(false);
  }
  function onKey({ key }: KeyboardEvent) {
    if (key !== 'Escape') return;
    setOpen(false);
    panel.current?.querySelector('button')?.focus();
  }
  useListeners({ pointerdown: press, focusin: press, keydown: onKey }, { on: open });
  return { panel, open, setOpen };
}

/** Who is signed in, and what this browser shows: theme, zone of times, sign-out. */
export function AccountMenu() {
  const session = useSession();
  const { panel, open, setOpen } = usePanel();
  // Stays once it was opened: a sign-out that fails is shown there.
  const [isDrawn, setIsDrawn] = useState(false);
  return (
    <div ref={panel} className="mr-5 sm:mr-0">
      <button
        type="button"
        aria-expanded={open}
        aria-controls="account"
        title={session.user}
        className="flex h-8 items-center text-s whitespace-nowrap text-muted hover:text-text"
        onClick={() => {
          setOpen(!open);
          setIsDrawn(true);
        }}
      >
        <span className="max-w-24 truncate sm:max-w-none">{shortPerson(session.user)}</span>
        <span className="sr-only whitespace-pre sm:not-sr-only sm:whitespace-pre">
          {shell.account(shell.roles[session.role])}
        </span>
      </button>
      <div
        id="account"
        hidden={!open}
        className="fixed top-12 right-3 z-50 w-64 rounded-panel border border-line-strong bg-raised p-4 text-text shadow-xl"
      >
        {isDrawn && <AccountPanel onLeave={() => setOpen(false)} onFailure={() => setOpen(true)} />}
      </div>
    </div>
  );
}

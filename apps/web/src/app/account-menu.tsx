import { useRef, useState } from 'react';
import { Link } from 'wouter';
import { explainAction } from '#api/explain.ts';
import { useSession } from '#api/session-context.ts';
import { useSignOut } from '#features/access/sign-out.ts';
import { base } from '#lib/base.ts';
import { pages } from '#lib/paths.ts';
import { shortPerson } from '#lib/short-names.ts';
import { whenIdle } from '#lib/when-idle.ts';
import { words } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { laterPage } from '#ui/later.tsx';
import { useListeners } from '#ui/use-listeners.ts';

const shell = words.shell;

// Signing out comes with the page: it must be possible where nothing more can be fetched.
const AppearanceChoices = laterPage(async () => ({
  default: (await import('#ui/appearance-choices.tsx')).AppearanceChoices,
}));
whenIdle(() => void AppearanceChoices.fetch().catch(() => undefined));

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

/** The signed-in person and the settings of this browser: theme, zone of times, sign-out. */
export function AccountMenu() {
  const session = useSession();
  const { panel, open, setOpen } = usePanel();
  // A person who has closed the panel meanwhile has to read that it failed.
  const { signOut, isPending, error } = useSignOut(() => setOpen(true));
  return (
    <div ref={panel} className="mr-5 sm:mr-0">
      <button
        type="button"
        aria-expanded={open}
        aria-controls="account"
        title={session.user}
        className="flex h-8 items-center text-s whitespace-nowrap text-muted hover:text-text"
        onClick={() => setOpen(!open)}
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
        <p className="font-strong">{session.user}</p>
        <p className="text-s text-muted">{shell.roles[session.role]}</p>
        <div className="my-4">{open && <AppearanceChoices className="grid gap-3" />}</div>
        {error !== null && (
          <p role="alert" className="mb-3 text-failed">
            {explainAction(error, shell.signOutFailed).text}
          </p>
        )}
        <div className="flex items-center gap-3">
          <Button pending={isPending} onClick={() => void signOut()}>
            {shell.signOut}
          </Button>
          <a href={base + pages.wall()} className="ml-auto inline-flex min-h-6 items-center text-s text-muted">
            {shell.wall}
          </a>
          <Link
            href={pages.about()}
            className="inline-flex min-h-6 items-center text-s text-muted"
            onClick={() => setOpen(false)}
          >
            {shell.about}
          </Link>
        </div>
      </div>
    </div>
  );
}

import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { explainAction } from '#api/explain.ts';
import { useSession } from '#api/session-context.ts';
import { useSignOut } from '#features/access/sign-out.ts';
import { pages } from '#lib/paths.ts';
import { setPreferences } from '#lib/preferences.ts';
import { shortPerson } from '#lib/short-names.ts';
import { words } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { Choice } from '#ui/choice.tsx';
import { usePreferences } from '#ui/use-preferences.ts';

const { shell } = words;
const themes = (['system', 'light', 'dark'] as const).map((value) => ({ value, text: shell.themes[value] }));
const zones = (['local', 'utc'] as const).map((value) => ({ value, text: shell.zones[value] }));

/** A panel under its button: a press elsewhere or Escape closes it. By hand: `popover` is younger than Chromium 108. */
function usePanel() {
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  // Follows pointer and keyboard of the whole page while it is open.
  useEffect(() => {
    if (!open) return;
    const press = ({ target }: Event) => {
      if (target instanceof Node && !panel.current?.contains(target)) setOpen(false);
    };
    const onKey = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape') return;
      setOpen(false);
      panel.current?.querySelector('button')?.focus();
    };
    document.addEventListener('pointerdown', press);
    document.addEventListener('focusin', press);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', press);
      document.removeEventListener('focusin', press);
      document.removeEventListener('keydown', onKey);
    };
  }, [open]);
  return { panel, open, setOpen };
}

/** Who is signed in, and what this browser shows: theme, zone of times, sign-out. */
export function AccountMenu() {
  const session = useSession();
  const { theme, zone } = usePreferences();
  const signOut = useSignOut();
  const { panel, open, setOpen } = usePanel();
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
        <div className="my-4 grid gap-3">
          <Choice
            label={shell.theme}
            value={theme}
            options={themes}
            onChange={(value) => setPreferences({ theme: value })}
          />
          <Choice
            label={shell.times}
            value={zone}
            options={zones}
            onChange={(value) => setPreferences({ zone: value })}
          />
        </div>
        {signOut.error && (
          <p role="alert" className="mb-3 text-failed">
            {explainAction(signOut.error, shell.signOutFailed).text}
          </p>
        )}
        <div className="flex items-center gap-3">
          <Button pending={signOut.isPending} onClick={() => signOut.mutate()}>
            {shell.signOut}
          </Button>
          <a href={pages.wall()} className="ml-auto text-s text-muted">
            {shell.wall}
          </a>
          <Link href={pages.about()} className="text-s text-muted" onClick={() => setOpen(false)}>
            {shell.about}
          </Link>
        </div>
      </div>
    </div>
  );
}

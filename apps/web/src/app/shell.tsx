import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { pages } from '#lib/paths.ts';
import { whenIdle } from '#lib/when-idle.ts';
import { words } from '#lib/words.ts';
import { laterDialog, laterPart, MissingDialog } from '#ui/later.tsx';
import { Logo } from '#ui/logo.tsx';
import { AccountMenu } from './account-menu.tsx';
import { EmState } from './em-state.tsx';
import { keepFocus } from './keep-focus.ts';
import { useFinding } from './use-finding.ts';

const MachineSearchDialog = laterDialog(async () => ({
  default: (await import('#features/machines/machine-search-dialog.tsx')).MachineSearchDialog,
}));

/** Until it is here the tab's icon is the one for what is not known. */
const Tab = laterPart(async () => ({ default: (await import('./tab.tsx')).Tab }));

// So that Ctrl-K opens it at once. Where it does not come now, it is requested again when it is opened.
whenIdle(() => void MachineSearchDialog.fetch().catch(() => undefined));

keepFocus();

const sections = [
  {
    href: pages.board(),
    text: words.shell.board,
    owns: (place: string) => place === pages.board() || place.startsWith(pages.job('')),
  },
  { href: pages.tasks(), text: words.shell.tasks, owns: (place: string) => place.startsWith(pages.tasks()) },
  { href: pages.machines(), text: words.shell.machines, owns: (place: string) => place.startsWith(pages.machines()) },
  { href: pages.shift(), text: words.shell.shift, owns: (place: string) => place === pages.shift() },
  {
    href: pages.settings(),
    text: words.shell.settings,
    owns: (place: string) => /^\/(?:settings|audit|about)/.test(place),
  },
];

function Navigation() {
  const [place] = useLocation();
  return (
    <nav
      aria-label={words.shell.sections}
      className="order-last flex h-10 w-full flex-none gap-4.5 overflow-x-auto border-t border-line px-5 sm:order-none sm:h-full sm:w-auto sm:overflow-visible sm:border-t-0 sm:px-0"
    >
      {sections.map(({ href, text, owns }) => {
        const on = owns(place);
        return (
          <Link
            key={href}
            href={href}
            aria-current={on ? 'page' : undefined}
            className={`-mb-px flex items-center border-b-2 font-medium no-underline ${on ? 'border-text text-text' : 'border-transparent text-muted hover:text-text'}`}
          >
            {text}
          </Link>
        );
      })}
    </nav>
  );
}

function FindButton({ onOpen }: { onOpen: () => void }) {
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-keyshortcuts="Control+K Meta+K"
      className="ml-auto flex h-7.5 min-w-0 items-center gap-2 rounded-control border border-line-strong bg-raised px-2.5 text-muted hover:border-line-control lg:w-72"
    >
      <svg
        className="flex-none lg:hidden"
        width="12"
        height="12"
        viewBox="0 0 12 12"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        aria-hidden="true"
      >
        <circle cx="5" cy="5" r="3.5" />
        <path d="M7.7 7.7L11 11" />
      </svg>
      <span className="sr-only lg:not-sr-only lg:truncate">{words.shell.find}</span>
      <kbd className="ml-auto hidden rounded-[3px] border border-line px-1 font-sans text-s lg:block">
        {words.shell.findKey}
      </kbd>
    </button>
  );
}

/** The frame of every page behind the sign-in: name, sections, search, the link to Enterprise Manager, the person. */
export function Shell({ children }: { children: ReactNode }) {
  const { finding, find, close, takeTyped } = useFinding();
  return (
    <>
      <a href="#content" className="absolute -top-20 left-2 z-50 rounded-control bg-text px-3 py-2 text-bg focus:top-2">
        {words.shell.skip}
      </a>
      <header className="flex flex-wrap items-center gap-x-3 border-b border-line sm:h-12 sm:flex-nowrap sm:gap-x-5.5 sm:px-5">
        <Link
          href={pages.board()}
          className="flex h-12 items-center gap-2 pl-5 font-heavy tracking-tight text-text no-underline sm:pl-0"
        >
          <Logo />
          {words.product}
        </Link>
        <Navigation />
        <FindButton onOpen={find} />
        <EmState />
        <AccountMenu />
      </header>
      <main id="content" tabIndex={-1} className="outline-none max-lg:has-data-task-bar:pb-14">
        {children}
      </main>
      {finding && <MachineSearchDialog takeTyped={takeTyped} onClose={close} />}
      <MissingDialog />
      <Tab />
    </>
  );
}

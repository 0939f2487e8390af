import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { words } from '#lib/words.ts';
import { isNowhere, useModal } from './use-modal.ts';

type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  /** Buttons at the foot. */
  foot?: ReactNode;
  width?: 'normal' | 'wide';
  children: ReactNode;
};

/** The browser's own modal dialog: the keyboard stays inside, first on its title; Escape and a press beside it close it. */
export function Dialog({ open, onClose, title, foot, width = 'normal', children }: DialogProps) {
  const element = useModal(open);
  const heading = useRef<HTMLHeadingElement>(null);
  const titleId = useId();
  // Follows the keyboard. A dialog gives it to its first button by itself, which closes it.
  useLayoutEffect(() => {
    if (open) heading.current?.focus();
  }, [open]);
  // Follows the keyboard: the button that was pressed may have gone with the step it belonged to.
  useLayoutEffect(() => {
    if (open && isNowhere()) heading.current?.focus();
  });
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the dialog's own key for what a press beside it does
    <dialog
      ref={element}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === element.current) onClose();
      }}
      className={`m-auto max-h-[min(44rem,var(--screen)*0.92)] w-[calc(100vw-2rem)] flex-col overflow-hidden rounded-panel border border-line-strong bg-raised p-0 text-text shadow-2xl backdrop:bg-[rgb(0_0_0/45%)] open:flex ${width === 'wide' ? 'max-w-180' : 'max-w-128'}`}
    >
      {open && (
        <>
          <header className="flex min-h-12 flex-none items-center gap-2 border-b border-line pr-2 pl-5">
            <h2
              ref={heading}
              id={titleId}
              tabIndex={-1}
              className="min-w-0 py-2 font-strong wrap-anywhere outline-none"
            >
              {title}
            </h2>
            <button
              type="button"
              aria-label={words.shell.close}
              className="ml-auto size-8 flex-none rounded-control text-muted hover:text-text"
              onClick={onClose}
            >
              <svg className="mx-auto" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
                <path d="M1.5 1.5l9 9m0-9l-9 9" stroke="currentColor" strokeWidth="1.5" />
              </svg>
            </button>
          </header>
          {/* Not flex-1: of a height nobody has given WebKit takes the basis of 0 % at its word, and the dialog is empty. */}
          <div className="min-h-0 flex-auto overflow-y-auto px-5 py-4">{children}</div>
          {foot && <footer className="flex flex-none items-center gap-3 border-t border-line px-5 py-3">{foot}</footer>}
        </>
      )}
    </dialog>
  );
}

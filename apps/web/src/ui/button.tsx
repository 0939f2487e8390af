import { type ComponentProps, useId } from 'react';

type Variant = 'plain' | 'primary' | 'danger' | 'quiet';

const base =
  'inline-flex items-center justify-center gap-1.5 rounded-control border font-strong whitespace-nowrap no-underline select-none';
const sizes = { small: 'h-6 px-2 text-s', normal: 'h-7 px-2.75', large: 'h-9 px-4' };
const variants: Record<Variant, string> = {
  plain: 'bg-raised border-line-strong text-text hover:border-line-control',
  primary: 'bg-text border-text text-bg hover:opacity-90',
  danger: 'bg-raised border-line-strong text-failed hover:border-failed',
  quiet: 'bg-transparent border-transparent text-muted hover:text-text',
};
const off = 'bg-transparent border-line text-muted cursor-not-allowed';

/** The look of a button, for links that are one. */
export function buttonClass(variant: Variant = 'plain', size: keyof typeof sizes = 'normal'): string {
  return `${base} ${sizes[size]} ${variants[variant]}`;
}

type ButtonProps = Omit<ComponentProps<'button'>, 'disabled'> & {
  variant?: Variant;
  size?: keyof typeof sizes;
  /** Why it may not be pressed: it stays reachable by keyboard and reports this. */
  disabledReason?: string | null;
  /** Pressed and not answered yet. */
  pending?: boolean;
};

/** A button; one that may not be pressed shows why instead of vanishing. */
export function Button({
  variant = 'plain',
  size = 'normal',
  disabledReason = null,
  pending = false,
  className = '',
  onClick,
  children,
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const isOff = disabledReason !== null || pending;
  const button = (
    <button
      type="button"
      {...rest}
      className={`${base} ${sizes[size]} ${isOff ? off : variants[variant]} ${className}`}
      aria-disabled={isOff || undefined}
      aria-busy={pending || undefined}
      aria-describedby={disabledReason === null ? rest['aria-describedby'] : reasonId}
      onClick={(event) => {
        if (isOff) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {children}
    </button>
  );
  // The same elements with and without a reason: a button that is made anew loses the keyboard.
  return (
    <span className={disabledReason === null ? 'contents' : 'group/why relative inline-flex'}>
      {button}
      {disabledReason !== null && (
        <span
          id={reasonId}
          role="tooltip"
          className="invisible absolute top-full right-0 z-30 mt-1 w-max max-w-64 rounded-control border border-line-strong bg-raised px-2.5 py-1.5 text-left text-s font-normal whitespace-normal text-text shadow-lg group-focus-within/why:visible group-hover/why:visible"
        >
          {disabledReason}
        </span>
      )}
    </span>
  );
}

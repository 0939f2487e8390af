import type { ComponentProps } from 'react';

const chip = 'inline-flex h-6.5 items-center gap-1.5 rounded-full border px-2.75 font-medium whitespace-nowrap';
const on = 'border-text text-text';
const offLook = 'border-line-strong text-muted hover:text-text';

/** One choice of a filter; pressed or not. */
export function Chip({ pressed, className = '', ...rest }: { pressed: boolean } & ComponentProps<'button'>) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      className={`${chip} ${pressed ? on : offLook} ${className}`}
      {...rest}
    />
  );
}

type SelectChipProps = {
  label: string;
  value: string;
  options: readonly { value: string; text: string }[];
  onChange: (value: string) => void;
};

/** A filter with several choices: a native select in the look of a chip. The empty value is "any". */
export function SelectChip({ label, value, options, onChange }: SelectChipProps) {
  return (
    <label className={`${chip} ${value === '' ? offLook : on} pr-0 focus-within:outline-2 focus-within:outline-accent`}>
      {label}:
      <select
        className="field-sizing-content h-full max-w-40 appearance-auto rounded-full bg-transparent pr-1.5 outline-none [&>option]:bg-raised [&>option]:text-text"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  );
}

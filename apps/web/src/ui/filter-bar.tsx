import { type ReactNode, useState } from 'react';
import { isSinceSpan, type SinceSpan } from '#lib/spans.ts';
import { listWords as text } from '#lib/words-lists.ts';
import { SelectChip } from './chip.tsx';

/** The filters above a list; `onClear` where one of them narrows it. */
export function FilterBar({ onClear, children }: { onClear: (() => void) | null; children: ReactNode }) {
  return (
    <search
      aria-label={text.filters}
      className="flex min-h-12 flex-wrap items-center gap-2 border-b border-line px-5 py-2.5"
    >
      {children}
      {onClear && (
        <button
          type="button"
          className="min-h-6 text-s text-muted underline underline-offset-2 hover:text-text"
          onClick={onClear}
        >
          {text.clear}
        </button>
      )}
    </search>
  );
}

const spans = Object.entries(text.spans).map(([value, name]) => ({ value, text: name }));

/** Since when: a span that ends now. */
export function SinceFilter({ value, onChange }: { value: SinceSpan | ''; onChange: (since: SinceSpan | '') => void }) {
  return (
    <SelectChip
      label={text.since}
      value={value}
      options={spans}
      onChange={(since) => onChange(isSinceSpan(since) ? since : '')}
    />
  );
}

type PersonProps = { value: string; onChange: (person: string) => void };

function PersonField({ value, onChange }: PersonProps) {
  const [person, setPerson] = useState(value);
  const done = () => {
    if (person.trim() !== value) onChange(person.trim());
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        done();
      }}
    >
      <input
        type="search"
        aria-label={text.person}
        placeholder={text.person}
        className="h-6.5 w-44 rounded-control border border-line-strong bg-raised px-2.5"
        value={person}
        onChange={(event) => setPerson(event.target.value)}
        onBlur={done}
      />
    </form>
  );
}

/** Of one person; requested when the name is whole. A name that comes from elsewhere is another field. */
export function PersonFilter({ value, onChange }: PersonProps) {
  return <PersonField key={value} value={value} onChange={onChange} />;
}

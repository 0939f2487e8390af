import type { NewWallLink } from '@retry-desk/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { explain } from '#api/explain.ts';
import { Button } from '#ui/button.tsx';
import { CopyButton } from '#ui/copy-button.tsx';
import { Field } from '#ui/field.tsx';
import { makeWallLink, wallLinksQuery } from './queries.ts';
import { settingsWords as words } from './words.ts';

/** The new link's address, which no later page can show again. */
function MadeLink({ made, onDone }: { made: NewWallLink; onDone: () => void }) {
  const title = useId();
  return (
    <section className="made-link" aria-labelledby={title}>
      <h3 id={title} role="status">
        {words.made(made.link.name)}
      </h3>
      <p>{words.madeHelp}</p>
      <Field label={words.address} readOnly value={made.url} onFocus={(event) => event.currentTarget.select()} />
      <div className="made-actions">
        <CopyButton text={made.url} label={words.copyAddress} />
        <Button size="small" onClick={onDone}>
          {words.done}
        </Button>
      </div>
    </section>
  );
}

/** The form that makes a wall link and shows its address once. */
export function MakeWallLink() {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [missing, setMissing] = useState(false);
  const make = useMutation({
    mutationFn: makeWallLink,
    onSuccess: () => {
      setName('');
      return client.invalidateQueries(wallLinksQuery());
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    const given = name.trim();
    setMissing(given === '');
    if (given !== '' && !make.isPending) make.mutate(given);
  }
  if (make.data) return <MadeLink made={make.data} onDone={make.reset} />;
  const fault = missing ? words.nameMissing : make.error ? `${words.makeFailed} ${explain(make.error).text}` : null;
  return (
    <form className="make-link" onSubmit={submit} noValidate>
      <Field
        label={words.linkName}
        error={fault}
        value={name}
        maxLength={80}
        placeholder={words.linkNameExample}
        autoComplete="off"
        onChange={(event) => {
          setName(event.target.value);
          setMissing(false);
        }}
      />
      <Button type="submit" size="large" pending={make.isPending}>
        {words.make}
      </Button>
    </form>
  );
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { explainAction } from '#api/explain.ts';
import { useJournalLock } from '#api/journal-lock.ts';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { type LinkView, LinkViewFields } from './link-view.tsx';
import { MadeOnce } from './made-once.tsx';
import { makeWallLink, wallLinksQuery } from './queries.ts';
import { settingsWords as words } from './words.ts';

const everything: LinkView = { servers: null, reasons: true, screens: 'one' };

function missingOf(name: string, view: LinkView): string | null {
  if (name === '') return words.nameMissing;
  return view.servers?.length === 0 ? words.view.noneChosen : null;
}

/** The form that makes a wall link and shows its address once. */
export function MakeWallLink() {
  const client = useQueryClient();
  const lock = useJournalLock();
  const [name, setName] = useState('');
  const [view, setView] = useState(everything);
  const [missing, setMissing] = useState<string | null>(null);
  const make = useMutation({
    mutationFn: makeWallLink,
    onSuccess: () => {
      setName('');
      setView(everything);
    },
    onSettled: () => client.invalidateQueries(wallLinksQuery()),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    const given = name.trim();
    const fault = missingOf(given, view);
    setMissing(fault);
    if (fault === null && !make.isPending)
      make.mutate({ name: given, ...view, servers: view.servers && [...view.servers] });
  }
  if (make.data) {
    const { link, url } = make.data;
    return (
      <MadeOnce
        title={words.made(link.name)}
        help={words.linkMadeHelp[link.screens]}
        label={words.address}
        secret={url}
        copy={words.copyAddress}
        onDone={make.reset}
      />
    );
  }
  const fault = missing ?? (make.error ? explainAction(make.error, words.makeFailed).text : null);
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
          setMissing(null);
        }}
      />
      <Button type="submit" size="large" disabledReason={lock} pending={make.isPending}>
        {words.make}
      </Button>
      <LinkViewFields view={view} onChange={setView} />
    </form>
  );
}

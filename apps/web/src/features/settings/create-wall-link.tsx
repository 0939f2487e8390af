import { pairingCodeOf } from '@retry-desk/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { explainAction } from '#api/explain.ts';
import { useJournalLock } from '#api/journal-lock.ts';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { CreateField, CreateForm, createButtonClass } from './create-form.tsx';
import { CreatedOnce } from './created-once.tsx';
import { type LinkView, LinkViewFields } from './link-view.tsx';
import { PairScreen } from './pair-screen.tsx';
import { createWallLink, findScreen, wallLinksQuery } from './queries.ts';
import { settingsWords as words } from './words.ts';

const everything: LinkView = { servers: null, reasons: true, screens: 'one' };

function missingOf(name: string, view: LinkView): string | null {
  if (name === '') return words.nameMissing;
  return view.servers?.length === 0 ? words.view.noneChosen : null;
}

/** The result of the form: a link whose address is shown once, or a screen that is found by its code. */
function useMaking(onMade: () => void) {
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: createWallLink,
    onSuccess: onMade,
    onSettled: () => client.invalidateQueries(wallLinksQuery()),
  });
  const find = useMutation({ mutationFn: findScreen });
  const error =
    (make.error && explainAction(make.error, words.createFailed).text) ??
    (find.error && explainAction(find.error, words.pairing.findFailed).text);
  return { make, find, error, isPending: make.isPending || find.isPending };
}

/** The form that makes a wall link and shows its address once, or opens the wall on the screen that shows a code. */
export function CreateWallLink() {
  const lock = useJournalLock();
  const [name, setName] = useState('');
  const [typed, setTyped] = useState('');
  const [view, setView] = useState(everything);
  const [missing, setMissing] = useState<string | null>(null);
  const [codeIsWrong, setCodeIsWrong] = useState(false);
  const { make, find, error, isPending } = useMaking(empty);
  const isPairing = typed.trim() !== '';
  const code = pairingCodeOf(typed);
  const servers = view.servers && [...view.servers];

  function empty() {
    setName('');
    setTyped('');
    setView(everything);
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    const fault = missingOf(name.trim(), view);
    setMissing(fault);
    setCodeIsWrong(isPairing && code === null);
    if (fault !== null || isPending) return;
    if (!isPairing) make.mutate({ name: name.trim(), ...view, servers });
    else if (code !== null) find.mutate(code);
  }
  if (make.data) {
    const { link, url } = make.data;
    return (
      <CreatedOnce
        title={words.created(link.name)}
        help={words.linkCreatedHelp[link.screens]}
        label={words.address}
        secret={url}
        copy={words.copyAddress}
        onDone={make.reset}
      />
    );
  }
  if (find.data && code !== null) {
    const request = { name: name.trim(), servers, reasons: view.reasons };
    const done = () => {
      find.reset();
      empty();
    };
    return <PairScreen pairing={find.data} code={code} request={request} onCancel={find.reset} onDone={done} />;
  }
  return (
    <CreateForm onSubmit={submit}>
      <CreateField>
        <Field
          label={words.linkName}
          error={missing ?? error}
          value={name}
          maxLength={80}
          placeholder={words.linkNameExample}
          autoComplete="off"
          onChange={(event) => {
            setName(event.target.value);
            setMissing(null);
          }}
        />
      </CreateField>
      <CreateField>
        <Field
          label={words.pairing.label}
          hint={words.pairing.hint}
          error={codeIsWrong ? words.pairing.wrong : null}
          value={typed}
          maxLength={20}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          onChange={(event) => {
            setTyped(event.target.value);
            setCodeIsWrong(false);
          }}
        />
      </CreateField>
      <Button type="submit" size="large" className={createButtonClass} disabledReason={lock} pending={isPending}>
        {isPairing ? words.pairing.find : words.create}
      </Button>
      <LinkViewFields view={view} onChange={setView} ofOneScreen={isPairing} />
    </CreateForm>
  );
}

import { type ApiTokenRequest, longestTokenDays } from '@retry-desk/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { explainAction } from '#api/explain.ts';
import { useJournalLock } from '#api/journal-lock.ts';
import { Button } from '#ui/button.tsx';
import { Choice } from '#ui/choice.tsx';
import { Field } from '#ui/field.tsx';
import { CreateChoices, CreateField, CreateForm, createButtonClass } from './create-form.tsx';
import { CreatedOnce } from './created-once.tsx';
import { createToken, tokensQuery } from './queries.ts';
import { settingsWords } from './words.ts';

const words = settingsWords.tokens;
const roles = [
  { value: 'viewer', text: words.roles.viewer },
  { value: 'operator', text: words.roles.operator },
] as const;
const spans = [7, 30, longestTokenDays].map((days) => ({ value: String(days), text: words.days(days) }));
const first: ApiTokenRequest = { name: '', role: 'viewer', days: 30 };

/** The form that creates an API token for a script and shows it once. */
export function CreateToken() {
  const client = useQueryClient();
  const lock = useJournalLock();
  const [request, setRequest] = useState(first);
  const [missing, setMissing] = useState(false);
  const make = useMutation({
    mutationFn: createToken,
    onSuccess: () => setRequest(first),
    onSettled: () => client.invalidateQueries(tokensQuery()),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    const name = request.name.trim();
    setMissing(name === '');
    if (name !== '' && !make.isPending) make.mutate({ ...request, name });
  }
  if (make.data) {
    const { token, secret } = make.data;
    return (
      <CreatedOnce
        title={words.created(token.name)}
        help={words.createdHelp}
        label={words.secret}
        secret={secret}
        copy={words.copy}
        onDone={make.reset}
      />
    );
  }
  const fault = missing ? words.nameMissing : make.error ? explainAction(make.error, words.createFailed).text : null;
  return (
    <CreateForm onSubmit={submit}>
      <CreateField>
        <Field
          label={words.name}
          error={fault}
          value={request.name}
          maxLength={80}
          placeholder={words.nameExample}
          autoComplete="off"
          onChange={(event) => {
            setRequest({ ...request, name: event.target.value });
            setMissing(false);
          }}
        />
      </CreateField>
      <Button type="submit" size="large" className={createButtonClass} disabledReason={lock} pending={make.isPending}>
        {words.create}
      </Button>
      <CreateChoices>
        <Choice
          label={words.role}
          value={request.role}
          options={roles}
          onChange={(role) => setRequest({ ...request, role })}
        />
        <Choice
          label={words.span}
          value={String(request.days)}
          options={spans}
          onChange={(days) => setRequest({ ...request, days: Number(days) })}
        />
      </CreateChoices>
    </CreateForm>
  );
}

import { ownPath, type Session, session, signInRefusal } from '@retry-desk/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useSearch } from 'wouter/use-browser-location';
import { explain } from '#api/explain.ts';
import { forgetAnswers, setCsrfToken } from '#api/request.ts';
import { sendJson } from '#api/send.ts';
import { base } from '#lib/base.ts';
import { api } from '#lib/paths.ts';
import { words } from '#lib/words.ts';
import { Button, buttonClass } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { Logo } from '#ui/logo.tsx';
import { PageTitle } from '#ui/page.tsx';
import { Quote } from '#ui/quote.tsx';
import { sessionQuery } from './queries.ts';
import { signInWaysQuery } from './ways/queries.ts';
import { signInWords as text } from './words.ts';

function useSignIn(onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (credentials: { username: string; password: string }): Promise<Session> =>
      sendJson('POST', api.session(), session, { body: credentials }),
    onSuccess: (here) => {
      client.clear();
      forgetAnswers();
      setCsrfToken(here.csrfToken);
      client.setQueryData(sessionQuery().queryKey, here);
      onDone();
    },
  });
}

const refusals = text.refused;

/** Why the organisation's sign-in led back here; nothing for an unknown word. */
function refusalText(search: URLSearchParams): string | null {
  const refused = signInRefusal.safeParse(search.get('refused'));
  return refused.success ? refusals[refused.data] : null;
}

function Alert({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className="rounded-control border border-failed bg-failed-bg px-3 py-2">
      {children}
    </div>
  );
}

/** The organisation's own sign-in: a page of somebody else, so a link. */
function ProviderLink({ name, returnTo, first }: { name: string; returnTo: string; first: boolean }) {
  return (
    <a href={base + api.oidc(returnTo)} className={buttonClass(first ? 'primary' : 'plain', 'large')}>
      {text.by(name)}
    </a>
  );
}

function fieldOf(form: HTMLFormElement, name: string): HTMLInputElement | null {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLInputElement ? field : null;
}

function PasswordForm({ onDone }: { onDone: () => void }) {
  const signIn = useSignIn(onDone);
  const problem = signIn.error ? explain(signIn.error) : null;

  /** Reads the fields when they are sent: what fills them in, as password managers do, may fire no event. */
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const [name, password] = [fieldOf(form, 'username'), fieldOf(form, 'password')];
    if (name === null || password === null) return;
    name.value = name.value.trim();
    if (!signIn.isPending && form.reportValidity()) signIn.mutate({ username: name.value, password: password.value });
  }
  return (
    <form className="grid gap-4" onSubmit={submit}>
      <Field
        label={text.user}
        hint={text.userHint}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
      />
      <Field label={text.password} type="password" name="password" autoComplete="current-password" required />
      {problem && (
        <Alert>
          {problem.text}
          {problem.emMessage && (
            <p className="mt-1 text-muted">
              <Quote>{problem.emMessage}</Quote>
            </p>
          )}
        </Alert>
      )}
      <Button type="submit" variant="primary" size="large" pending={signIn.isPending}>
        {signIn.isPending ? text.pending : text.submit}
      </Button>
    </form>
  );
}

/** `/sign-in`: a person's own Enterprise Manager account, or the organisation's sign-in; then back to where they wanted to go. */
export function SignInPage() {
  const search = new URLSearchParams(useSearch());
  const [, navigate] = useLocation();
  const { data: ways } = useQuery(signInWaysQuery());
  const returnTo = ownPath(search.get('returnTo'));
  const refused = refusalText(search);
  const byPassword = ways?.password !== false;
  return (
    <main className="mx-auto grid min-h-(--screen) w-full max-w-88 content-center px-5 py-10">
      <PageTitle>{text.title}</PageTitle>
      <div className="mb-6 flex items-center gap-2.5 text-l font-heavy tracking-tight">
        <Logo size={20} />
        {words.product}
      </div>
      <h1 className="font-strong">{text.title}</h1>
      {byPassword && <p className="mt-1 mb-5 text-muted">{text.about}</p>}
      <div className="grid gap-4">
        {refused && <Alert>{refused}</Alert>}
        {byPassword && <PasswordForm onDone={() => navigate(returnTo, { replace: true })} />}
        {ways?.oidc && <ProviderLink name={ways.oidc.name} returnTo={returnTo} first={!byPassword} />}
      </div>
    </main>
  );
}

import { type Session, session } from '@retry-desk/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { useBrowserLocation } from 'wouter/use-browser-location';
import { explain } from '#api/explain.ts';
import { forgetKept, sendJson, setCsrfToken } from '#api/request.ts';
import { ownPath } from '#lib/own-path.ts';
import { api } from '#lib/paths.ts';
import { words } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { Logo } from '#ui/logo.tsx';
import { Quote } from '#ui/notice.tsx';
import { PageTitle } from '#ui/page.tsx';
import { sessionQuery } from './queries.ts';

function useSignIn(onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (asked: { username: string; password: string }): Promise<Session> =>
      sendJson('POST', api.session(), session, { body: asked }),
    onSuccess: (here) => {
      client.clear();
      forgetKept();
      setCsrfToken(here.csrfToken);
      client.setQueryData(sessionQuery().queryKey, here);
      onDone();
    },
  });
}

/** `/sign-in`: a person's own Enterprise Manager account, then back to where they wanted to go. */
export function SignInPage() {
  const [search] = useSearchParams();
  const [, navigate] = useBrowserLocation();
  const signIn = useSignIn(() => navigate(ownPath(search.get('returnTo')), { replace: true }));
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const problem = signIn.error ? explain(signIn.error) : null;
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-88 content-center px-5 py-10">
      <PageTitle>{words.signIn.title}</PageTitle>
      <div className="mb-6 flex items-center gap-2.5 text-l font-heavy tracking-tight">
        <Logo size={20} />
        {words.product}
      </div>
      <h1 className="font-strong">{words.signIn.title}</h1>
      <p className="mt-1 mb-5 text-muted">{words.signIn.about}</p>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!signIn.isPending) signIn.mutate({ username, password });
        }}
      >
        <Field
          label={words.signIn.user}
          hint={words.signIn.userHint}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus
          value={username}
          onChange={(event) => setUsername(event.target.value)}
        />
        <Field
          label={words.signIn.password}
          type="password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {problem && (
          <div role="alert" className="rounded-control border border-failed bg-failed-bg px-3 py-2">
            {problem.text}
            {problem.emMessage && (
              <p className="mt-1 text-muted">
                <Quote>{problem.emMessage}</Quote>
              </p>
            )}
          </div>
        )}
        <Button type="submit" variant="primary" size="large" pending={signIn.isPending}>
          {signIn.isPending ? words.signIn.pending : words.signIn.submit}
        </Button>
      </form>
    </main>
  );
}

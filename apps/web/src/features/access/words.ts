import type { SignInRefusal } from '@retry-desk/contract';
import { isolated } from '#lib/isolated.ts';

/** Texts of the page to sign in on, which come with it. */
export const signInWords = {
  title: 'Sign in',
  about: 'Use your own Enterprise Manager account. Your role there decides what you can do here.',
  user: 'User name',
  userHint: 'DOMAIN\\name or name@domain',
  password: 'Password',
  submit: 'Sign in',
  pending: 'Signing in …',
  by: (name: string) => `Sign in with ${isolated(name)}`,
  refused: {
    'no-group':
      'You are signed in, but none of your groups has access to Retry Desk. Ask your administrator which group you need.',
    'not-confirmed': 'The sign-in was not confirmed. Start again, and finish it in the browser you started it in.',
    'provider-away': 'Your organisation’s sign-in is not responding. Try again later.',
    'too-many': 'Too many attempts. Wait a few minutes, then try again.',
  } satisfies Record<SignInRefusal, string>,
};

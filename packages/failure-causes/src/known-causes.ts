import { accounts } from './known/accounts.ts';
import { endings } from './known/endings.ts';
import { indexing } from './known/indexing.ts';
import { linux } from './known/linux.ts';
import { network } from './known/network.ts';
import { sessions } from './known/sessions.ts';
import { shadowCopies } from './known/shadow-copies.ts';
import { storage } from './known/storage.ts';
import type { KnownCause } from './known-cause.ts';

/** Every known cause; the first one that fits is taken, so the narrower ones stand first. */
export const KNOWN_CAUSES: readonly KnownCause[] = [
  ...linux,
  ...accounts,
  ...shadowCopies,
  ...indexing,
  ...network,
  ...storage,
  ...sessions,
  ...endings,
];

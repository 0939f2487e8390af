export { type Advice, adviceOf, type CauseHistory, type JobOutlook } from './advice.ts';
export { type Cause, causeOf, causeOfNameless, describe, namelessOf, RULES_VERSION, saysNothing } from './cause-of.ts';
export type { CauseFamily, KnownCause, RetryHelps } from './known-cause.ts';
export { KNOWN_CAUSES } from './known-causes.ts';
export { type KnownNames, knownNames } from './known-names.ts';
export { withoutAccounts } from './without-accounts.ts';

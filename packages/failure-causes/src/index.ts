export { type Advice, adviceOf, type CauseHistory, type JobOutlook } from './advice.ts';
export { type Cause, causeOf, describe, RULES_VERSION } from './cause-of.ts';
export { type CauseFamily, KNOWN_CAUSES, type KnownCause, type RetryHelps } from './known-causes.ts';
export { type KnownNames, knownNames } from './known-names.ts';
export { withoutAccounts } from './without-accounts.ts';

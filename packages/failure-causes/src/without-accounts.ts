/** A label of an account and what it names, in brackets or quotes. */
const labelled =
  /\b(account|konto|login|user(?: ?name)?|logon|credentials)(:? ?)(?:\[[^[\]\n]{0,120}\]|"[^"\n]{0,120}"|'[^'\n]{0,120}')/gi;
/** DOMAIN\name and name@domain; of paths, which begin with a drive or two strokes, or go on, none. */
const written =
  /(?<![\p{L}\p{N}\\/:._-])[\p{L}\p{N}._-]{1,64}(?:\\[\p{L}\p{N}._$-]{1,64}(?![\\\p{L}\p{N}])|@[\p{L}\p{N}.-]{1,120})/gu;

/** Any of these signs is in a reason that names an account as the patterns above have it. */
const mayName = /[\\@["']/;

/** A reason without the names of accounts in it, for readers who may not see them. */
export function withoutAccounts(reason: string): string {
  if (!mayName.test(reason)) return reason;
  return reason.replace(labelled, '$1$2[…]').replace(written, '…');
}

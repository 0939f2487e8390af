/** Somebody who can sign in at the provider, by name alone. */
export type Person = { groups?: readonly string[]; [claim: string]: unknown };

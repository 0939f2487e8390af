/** `srv12.tech.local` is srv12 where room is short; an address of numbers stays whole. */
export function shortHost(name: string): string {
  return /^[\d.:[\]]+$/.test(name) ? name : (name.split('.')[0] ?? name);
}

/** `TECH\anna` and `anna@tech.local` are called anna where room is short. */
export function shortPerson(user: string): string {
  return user.split('\\').at(-1)?.split('@')[0] || user;
}

/** The kind of status, `2xx`; `none` where the exchange ended without one. */
export function outcomeOf(status: number | null): string {
  return status === null ? 'none' : `${Math.floor(status / 100)}xx`;
}

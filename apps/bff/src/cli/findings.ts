/** One line of `check`: right, worth a look, or what keeps the server from working. */
export type Finding = { is: 'ok' | 'note' | 'fault'; what: string };

export const ok = (what: string): Finding => ({ is: 'ok', what });
export const note = (what: string): Finding => ({ is: 'note', what });
export const fault = (what: string): Finding => ({ is: 'fault', what });

/** The error in words for an administrator. */
export function errorWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** An option of a command; `value` is what the help calls what follows it, absent where nothing does. */
type Option = { value?: string; what: string; multiple?: true };

/** The arguments that were given after the name of a command. */
export type Given = {
  /** The arguments that are no options, as many as the command names. */
  files: readonly string[];
  text(option: string): string | undefined;
  all(option: string): readonly string[];
  has(option: string): boolean;
};

/** One of the things that `retry-desk` can do. */
export type Command = {
  name: string;
  what: string;
  files: readonly string[];
  options: Readonly<Record<string, Option>>;
  /** The exit code; null where the process goes on. */
  run(given: Given): Promise<number | null>;
};

/** The arguments are not those of a command; the message contains what to give. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Codes that a service manager and a script act on; 64 and 78 as in sysexits.h. */
export const exitCodes = { ok: 0, failed: 1, usage: 64, configuration: 78 } as const;

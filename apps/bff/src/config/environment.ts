import type { SecretName, SettingName } from './setting-names.ts';
import { readSecretFile, whyUnreadable } from './text-file.ts';

/** Reads settings by name and gathers what is wrong with them. */
export type Reader = {
  text(name: SettingName): string | undefined;
  /**
   * A secret: from the variable or from the file that NAME_FILE names, without the last line break. Null, and a fault,
   * where that file gives none.
   */
  secret(name: SecretName): string | null | undefined;
  required(name: SettingName, value: string | null | undefined, what: string): string;
  wholeNumber(name: SettingName, fallback: number, least: number, most: number): number;
  fault(text: string): void;
  readonly faults: readonly string[];
};

/** A reader over the given variables; an empty variable counts as absent. */
export function readerOf(environment: Readonly<Record<string, string | undefined>>): Reader {
  const faults: string[] = [];

  function text(name: SettingName): string | undefined {
    const value = environment[name];
    return value === undefined || value.trim() === '' ? undefined : value;
  }

  return {
    faults,
    text,
    fault: (sentence) => faults.push(sentence),
    secret(name) {
      const path = text(`${name}_FILE`);
      const direct = text(name);
      if (path === undefined) return direct;
      if (direct !== undefined) faults.push(`${name} and ${name}_FILE are both set; give one of them.`);
      try {
        return readSecretFile(path);
      } catch (error) {
        faults.push(`${name}_FILE: ${path} ${whyUnreadable(error)}.`);
        return null;
      }
    },
    required(name, value, what) {
      if (value === undefined) faults.push(`${name} is missing: ${what}.`);
      return value ?? '';
    },
    wholeNumber(name, fallback, least, most) {
      const value = text(name);
      if (value === undefined) return fallback;
      const number = Number(value);
      if (/^\d+$/.test(value.trim()) && number >= least && number <= most) return number;
      faults.push(`${name} is ${JSON.stringify(value)}: give a whole number from ${least} to ${most}.`);
      return fallback;
    },
  };
}

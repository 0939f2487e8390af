import { readText, whyUnreadable } from './text-file.ts';

/** The content of a file of settings. `faults`: everything in it that could be read in another way than it was meant. */
export type SettingsFile = { values: Map<string, string>; faults: string[] };

/**
 * Reads a file of KEY=value as the `EnvironmentFile` of systemd does (https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html):
 * a value is the rest of its line, or stands in quotes, single ones if a backslash is to stay; `#` and `;` begin a comment
 * at the beginning of a line only. What systemd would read without a word as something else is a fault.
 */
export function readSettingsFile(path: string): SettingsFile {
  try {
    return parseSettings(readText(path), path);
  } catch (error) {
    return { values: new Map(), faults: [`The file ${path} ${whyUnreadable(error)}.`] };
  }
}

function parseSettings(text: string, path: string): SettingsFile {
  const file: SettingsFile = { values: new Map(), faults: [] };
  const lines = new Map<string, number>();
  let at = 0;

  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) return undefined;
    at = pattern.lastIndex;
    return found[1] ?? '';
  }

  /** The value up to the end of its line, or why there is none. */
  function takeValue(): { value: string } | { fault: string } {
    let value = '';
    for (;;) {
      take(/[ \t]*/y);
      if (at === text.length || take(/\r?\n|\r/y) !== undefined) return { value };
      if (text[at] === "'" || text[at] === '"') {
        const literal = take(/'([^']*)'/y);
        const escaped = literal === undefined ? take(/"((?:[^"\\]|\\[\s\S])*)"/y) : undefined;
        if (literal === undefined && escaped === undefined) {
          at = text.length;
          return { fault: 'begins with a quote that is not closed' };
        }
        value += literal ?? (escaped ?? '').replace(/\\(?:\r?\n|(["\\`$]))/g, '$1');
        continue;
      }
      const bare = (take(/([^\r\n]*)/y) ?? '').trimEnd();
      if (bare.replaceAll('\\\\', '').includes('\\'))
        return { fault: "has a backslash, which has to be doubled outside of quotes: put the value into '…'" };
      return { value: value + bare.replaceAll('\\\\', '\\') };
    }
  }

  while (at < text.length) {
    take(/\s*/y);
    if (at === text.length) break;
    if (take(/[#;][^\r\n]*/y) !== undefined) continue;
    const line = text.slice(0, at).split('\n').length;
    const name = take(/([^=\r\n]*)=/y)?.trim();
    const where = `${path}, line ${line}`;
    if (name === undefined) {
      take(/[^\r\n]*/y);
      file.faults.push(`${where}: there is no = in it; give KEY=value, or begin a comment with #.`);
      continue;
    }
    const read = takeValue();
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      file.faults.push(
        /^export\s/.test(name)
          ? `${where}: leave "export" out.`
          : `${where}: what stands before the = is no name; give KEY=value.`,
      );
    else if ('fault' in read) file.faults.push(`${where}: ${name} ${read.fault}.`);
    else if (lines.has(name))
      file.faults.push(`${where}: ${name} stands in line ${lines.get(name)} already; leave one of them out.`);
    else {
      lines.set(name, line);
      file.values.set(name, read.value);
    }
  }
  return file;
}

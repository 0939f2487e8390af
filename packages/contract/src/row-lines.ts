/**
 * Rows of a list in JSON, each on a line of its own: a reader sees by its text which rows are new, and can take a long list in
 * small steps. `rows` are JSON without line breaks.
 */
export function writeRowLines(rows: readonly string[]): string {
  return `[\n${rows.join(',\n')}\n]`;
}

/** The row on one of these lines; empty where there is none. */
export function rowOfLine(line: string): string {
  return line.endsWith(',') ? line.slice(0, -1) : line;
}

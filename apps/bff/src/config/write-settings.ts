/** A file of settings that is read alike by us and by systemd; `comment` stands above them. */
export function settingsText(values: ReadonlyMap<string, string>, comment: string): string {
  const lines = Array.from(values, ([name, value]) => `${name}=${quoted(value)}\n`);
  return `# ${comment}\n${lines.join('')}`;
}

function quoted(value: string): string {
  if (/^[\w./:@,+-]*$/.test(value)) return value;
  return value.includes("'") ? `"${value.replace(/["\\`$]/g, '\\$&')}"` : `'${value}'`;
}

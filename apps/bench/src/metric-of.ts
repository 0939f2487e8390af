/** The value of a number of `/metrics` without labels, by its whole name. Throws where there is none. */
export function metricOf(text: string, name: string): number {
  const [, value] = new RegExp(`^${name} (\\S+)`, 'm').exec(text) ?? [];
  if (value === undefined) throw new Error(`/metrics has no ${name}`);
  return Number(value);
}

/** A number with the word for one or for several: "1 job", "2 jobs". */
export function many(count: number, one: string, other: string): string {
  return `${count} ${count === 1 ? one : other}`;
}

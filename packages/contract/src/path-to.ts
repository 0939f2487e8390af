/** The path with this in the place of the part it leaves open. */
export function pathTo(path: string, part: string): string {
  return path.replace(/:id|\{\w+\}/, () => encodeURIComponent(part));
}

/** An example of the reference, or an answer captured from a server, as far as its names, words and order go. */
export type Example = {
  /** The page and the build it applies to, or where the answer was captured. */
  source: string;
  /** The call that asks the simulator for the same; `{name}` stands for an id. */
  ask: string;
  /** 200 unless given. */
  status?: number;
  /** The state of a task that the answer shows; `ask` is the call that makes the task. */
  task?: 'Running' | 'OperationFinished' | 'Finished';
  /**
   * As `outlineOf` writes it. Lines that begin with `-` are in the source and not played, those with `+` are played without
   * being in the source; docs/simulator-differences.md has the reason.
   */
  shape: string;
};

/** The expected answer of the simulator: the shape without the lines that are not played. */
export function playedOf({ shape }: Example): string {
  return shape
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('-'))
    .map((line) => line.replace(/^\+/, ' '))
    .join('\n');
}

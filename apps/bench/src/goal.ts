/** One line of the closing table. */
export type Row = { what: string; goal: string; figure: string; met: boolean };

/** The middle of the figures. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0);
}

/** The figure that so many per cent are not above. */
export function percentile(figures: readonly number[], percent: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN;
}

/** A line for a figure that has to be at least, or at most, the goal. */
export function row(what: string, figure: number, comparison: '>=' | '<=', goal: number, unit: string): Row {
  const met = comparison === '>=' ? figure >= goal : figure <= goal;
  return {
    what,
    goal: `${comparison === '>=' ? '≥' : '≤'} ${goal} ${unit}`,
    figure: `${figure.toFixed(2)} ${unit}`,
    met,
  };
}

/** A line for a figure that nothing is asked of. */
export function note(what: string, figure: number, unit: string): Row {
  return { what, goal: '', figure: `${figure.toFixed(2)} ${unit}`, met: true };
}

/** Prints goal beside figure. */
export function printTable(rows: readonly Row[]): void {
  const widths = [Math.max(...rows.map(({ what }) => what.length)), Math.max(...rows.map(({ goal }) => goal.length))];
  for (const { what, goal, figure, met } of rows) {
    console.log(
      `${met ? 'met   ' : 'MISSED'}  ${what.padEnd(widths[0] ?? 0)}  ${goal.padEnd(widths[1] ?? 0)}  ${figure}`,
    );
  }
}

/** The members of a failed job that decide how urgent it is; moments as the contract spells them, which sort as text. */
type Urgent = { id: string; name: string; streak: number; lastSuccessAt: string | null };

const names = new Intl.Collator('en', { numeric: true });

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Most urgent first, on the board as on the wall: longest streak, then longest without a good backup (never known comes
 * first), then newest failure; equal ones by name.
 */
export function mostUrgentFirst<Job extends Urgent>(failedAt: (job: Job) => string): (a: Job, b: Job) => number {
  return (a, b) =>
    b.streak - a.streak ||
    compare(a.lastSuccessAt ?? '', b.lastSuccessAt ?? '') ||
    compare(failedAt(b), failedAt(a)) ||
    names.compare(a.name, b.name) ||
    compare(a.id, b.id);
}

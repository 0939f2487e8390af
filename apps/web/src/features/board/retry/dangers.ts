import type { JobRow } from '@retry-desk/contract';

/** Harm that a retry may do, as evidence has it, and for how many jobs. */
export type Danger = { evidence: string; jobs: number };

/** The dangers of retrying these jobs, each once, that of the most jobs first; `shared` is one that all of them have. */
export function dangersOf(jobs: readonly JobRow[], shared: string | null = null): Danger[] {
  const counts = new Map<string, number>();
  for (const { cause } of jobs) {
    const own = cause?.advice.kind === 'danger' ? (cause.advice.evidence[0] ?? null) : null;
    for (const evidence of new Set([own, shared])) {
      if (evidence !== null) counts.set(evidence, (counts.get(evidence) ?? 0) + 1);
    }
  }
  return [...counts].map(([evidence, count]) => ({ evidence, jobs: count })).sort((a, b) => b.jobs - a.jobs);
}

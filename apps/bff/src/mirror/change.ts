import type { AgentJob, Guid, Instant, MachineResult, Run } from '@retry-desk/em-client';
import type { LinkHealth } from './link-health.ts';

/** A change that a poll of Enterprise Manager found, as the leader publishes it. */
export type Change =
  | { kind: 'jobs'; changed: AgentJob[]; gone: Guid[] }
  | { kind: 'runs'; runs: Run[] }
  | { kind: 'run-gone'; jobId: Guid; runId: Guid }
  /** Runs created before this are let go, and machine results that are of no use any more. */
  | { kind: 'forget'; before: Instant }
  | { kind: 'machines'; of: MachineResultChange[] }
  | { kind: 'health'; health: LinkHealth }
  /** The leader began anew: followers have to read everything else by themselves. */
  | { kind: 'begin' };

/** The compiler holds it together with the type: a kind that is not here was written by a newer version. */
const kinds: Record<Change['kind'], true> = {
  jobs: true,
  runs: true,
  'run-gone': true,
  forget: true,
  machines: true,
  health: true,
  begin: true,
};

/**
 * The changes that another process has published, as far as this version understands them. `unknown`: the kinds that it
 * does not.
 */
export function readChanges(body: string): { changes: Change[]; unknown: string[] } {
  const written = parse(body);
  if (!Array.isArray(written)) return { changes: [], unknown: ['no list of changes'] };
  const kindOf = (change: unknown) =>
    String(typeof change === 'object' && change !== null ? Reflect.get(change, 'kind') : change);
  const unknown = written.map(kindOf).filter((kind) => !Object.hasOwn(kinds, kind));
  return { changes: unknown.length === 0 ? written : [], unknown };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

export type MachineResultChange = {
  runId: Guid;
  ofEndedRun: boolean;
  pinned: boolean;
  results: readonly MachineResult[];
};

import { type Board as BoardJson, board as boardSchema, type OpenRetry, type Task } from '@retry-desk/contract';
import { createEnterpriseManager, type EnterpriseManagerOptions } from '@retry-desk/em-client';
import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { onTestFinished } from 'vitest';
import { createBoard } from '#board/board.ts';
import { createMirror } from '#mirror/mirror.ts';

export type SceneOptions = {
  simulator?: ConstructorParameters<typeof EnterpriseManagerSimulator>[0];
  client?: Partial<EnterpriseManagerOptions>;
  /** Our own clock; the system's by default. */
  clock?: { now(): number };
  pollMs?: number;
  retryPollMs?: number;
  /** False: Enterprise Manager is not there yet. */
  up?: boolean;
  /** One that is there already, and stays when the test ends. */
  sim?: EnterpriseManagerSimulator;
};

/** A board over a simulated Enterprise Manager, on real sockets; gone when the test ends. */
export async function boardScene(options: SceneOptions = {}) {
  const sim = options.sim ?? new EnterpriseManagerSimulator({ seed: 7, jobs: 24, ...options.simulator });
  if (options.sim === undefined) {
    await sim.start(0);
    onTestFinished(() => sim.stop());
  }
  const { url } = sim;
  const clock = options.clock ?? { now: () => Date.now() };
  if (options.up === false) await sim.stop();
  let answeredAt: number | null = null;
  const em = createEnterpriseManager({
    url,
    username: 'TECH\\svc-retrydesk',
    password: 'svc-demo',
    tls: { kind: 'ca', pem: sim.caPem },
    now: clock.now,
    onEvent(event) {
      if (event.event === 'exchange' && event.status !== null) answeredAt = clock.now();
    },
    ...options.client,
  });
  onTestFinished(() => {
    sim.faults.clear();
    return em.close();
  });
  const log: { level: string; fields: Record<string, unknown>; message: string }[] = [];
  const desk = deskStub();
  const logger = {
    info: (fields: Record<string, unknown>, message: string) => void log.push({ level: 'info', fields, message }),
    warn: (fields: Record<string, unknown>, message: string) => void log.push({ level: 'warn', fields, message }),
    error: (fields: Record<string, unknown>, message: string) => void log.push({ level: 'error', fields, message }),
  };
  const settings = { pollMs: options.pollMs ?? 10_000, retryPollMs: options.retryPollMs ?? 2_000 };
  const mirror = createMirror({ em, clock, logger, settings, answeredAt: () => answeredAt });
  const board = createBoard({ mirror, clock, logger, settings, retries: desk });
  board.start();
  onTestFinished(() => {
    mirror.stop();
    board.stop();
  });
  return { sim, em, mirror, board, desk, log, clock, read: () => readBoard(board), port: Number(new URL(url).port) };
}

export type Scene = Awaited<ReturnType<typeof boardScene>>;

/** The published board as a browser gets it, checked against the contract. */
export function readBoard(board: { current(): { full: { text: string } } }): BoardJson {
  return boardSchema.parse(JSON.parse(board.current().full.text));
}

/** The retries of a desk that is not here. */
function deskStub() {
  const listeners = new Set<() => void>();
  const tasks: Task[] = [];
  const open = new Map<string, OpenRetry>();
  return {
    cards: () => tasks,
    openRetry: (jobId: string) => open.get(jobId) ?? null,
    lastRetry: () => null,
    mayBeOwnRun: () => false,
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** An operator has retried the job. */
    retry(jobId: string): void {
      const requestedAt = new Date().toISOString();
      const taskId = '0192aaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa';
      open.set(jobId, { taskId, state: 'accepted', requestedBy: 'TECH\\anna', requestedAt });
      tasks.unshift({
        taskId,
        jobId,
        jobName: 'job',
        operation: 'RetryAgentJob',
        state: 'accepted',
        requestedBy: 'TECH\\anna',
        requestedFrom: null,
        requestedAt,
        note: null,
        attempt: 1,
        em: null,
        run: null,
        steps: [{ state: 'accepted', at: requestedAt, evidence: null }],
      });
      for (const listener of listeners) listener();
    },
  };
}

import { expect, vi } from 'vitest';
import { createDesk, type Desk } from '#retries/desk.ts';
import type { DeskDeps, DeskSettings } from '#retries/desk-context.ts';
import { T0 } from '#retries/samples.ts';
import { Refusal } from '#route.ts';
import type { Store } from '#store/open-store.ts';
import type { StructuredLogger } from '#telemetry/logger.ts';
import { createModelEm, type ModelEm } from './model-em.ts';
import type { Place } from './stores.ts';

export const jobs = Array.from({ length: 8 }, (_, n) => `0a000000-0000-4000-8000-00000000000${n}`);
export const [job = '', other = ''] = jobs;
export const anna = { requestedBy: 'TECH\\anna', from: '10.0.0.5' };

type DeskProcess = { desk: Desk; store: Store; close(): Promise<void> };

type Logged = { level: 'warn' | 'error'; fields: Record<string, unknown>; message: string };

type HowOpened = {
  roleNow?: DeskDeps['roleNow'];
  /** When Veeam tries a job again by itself. */
  veeamRetriesAt?: DeskDeps['mirror']['veeamRetriesAt'];
  /** How far the clock of this process is ahead of the others'. */
  aheadMs?: number;
  /** Its own logon session; else all share one. */
  logonId?: string;
};

export type ModelStage = {
  /** Stands still between steps. */
  clock: { at: number; now(): number };
  em: ModelEm;
  /** The errors and warnings that desks have logged. */
  logged: Logged[];
  /** A desk as a process of its own would have it: with its own store. */
  openDesk(settings?: Partial<DeskSettings>, how?: HowOpened): Promise<DeskProcess>;
  /** Time passes in steps until the retry is there. */
  becomes(desk: Desk, taskId: string, state: string, stepMs?: number): Promise<void>;
  end(): Promise<void>;
};

/** Desks on one journal and a modelled Enterprise Manager, in which all jobs have failed a minute ago. */
export async function openModelStage(place: Place): Promise<ModelStage> {
  const clock = { at: T0, now: () => clock.at };
  const em = createModelEm(clock, jobs);
  clock.at += 60_000;
  const opened: DeskProcess[] = [];
  const logged: Logged[] = [];
  return {
    clock,
    em,
    logged,
    async openDesk(settings = {}, how = {}) {
      const { roleNow = async () => 'operator' as const, aheadMs = 0, logonId, veeamRetriesAt = () => null } = how;
      const begun = await beginDesk(
        await place.open(),
        logonId === undefined ? em : Object.create(em, { logonId: { value: logonId } }),
        { now: () => clock.at + aheadMs },
        loggerTo(logged),
        settings,
        { roleNow, veeamRetriesAt },
      );
      opened.push(begun);
      return begun;
    },
    async becomes(desk, taskId, state, stepMs = 500) {
      await vi.waitFor(
        async () => {
          clock.at += stepMs;
          expect((await desk.task(taskId)).state).toBe(state);
        },
        { timeout: 60_000, interval: 10 },
      );
    },
    async end() {
      for (const begun of opened.reverse()) await begun.close();
    },
  };
}

function loggerTo(logged: Logged[]): StructuredLogger {
  return {
    info() {},
    warn: (fields, message) => logged.push({ level: 'warn', fields, message }),
    error: (fields, message) => logged.push({ level: 'error', fields, message }),
  };
}

async function beginDesk(
  store: Store,
  em: ModelEm,
  clock: DeskDeps['clock'],
  logger: StructuredLogger,
  settings: Partial<DeskSettings>,
  { roleNow, veeamRetriesAt }: Required<Pick<HowOpened, 'roleNow' | 'veeamRetriesAt'>>,
): Promise<DeskProcess> {
  const desk = createDesk({
    store,
    em,
    clock,
    logger,
    mirror: { job: () => undefined, observeRuns: () => undefined, veeamRetriesAt },
    roleNow,
    settings: { retryPollMs: 5, verdictMs: 120_000, retriesPerJobHour: 5, retriesPerPersonHour: 120, ...settings },
  });
  await desk.start();
  let closed = false;
  return {
    desk,
    store,
    async close() {
      if (closed) return;
      closed = true;
      await desk.stop();
      await store.close();
    },
  };
}

/** The refusal a call ends with; anything else is a fault of the test. */
export function refusal(asked: Promise<unknown>): Promise<Refusal> {
  return asked.then(
    () => expect.unreachable('it was not refused'),
    (error: unknown) => (error instanceof Refusal ? error : Promise.reject(error)),
  );
}

import type { Clock } from '#world/world.ts';

const OPERATIONS = [
  'RetryAgentJob',
  'RetryJob',
  'StartJob',
  'StopAgentJob',
  'StopJob',
  'StopJobSession',
  'CollectingBackupServer',
] as const;

export type Operation = (typeof OPERATIONS)[number];
export type TaskState = 'Running' | 'OperationFinished' | 'Finished';

/** How a collection ends, in the words of the reference (POST /backupServers/{ID}?action=collect). */
export const COLLECTED = 'Data collection started. To view results, go to Sessions.';

/** A task; its state is worked out from its times. */
export type Task = {
  id: string;
  operation: Operation;
  createdAt: number;
  /** Done on the backup server. */
  doneAt: number;
  /** Collected by Enterprise Manager. */
  finishedAt: number;
  success: boolean;
  /** Empty where the result has no message. */
  message: string;
  /** The confirmation that the result asks for before it would do anything (Veeam's XML schema, TaskResultInfo). */
  asks?: 'credentials' | 'confirmation';
  /** Whether what it brought about has been collected by then; where absent, its end is enough. */
  isCollected?(at: number): boolean;
  /** The run that the task brought about. */
  runId: string | undefined;
};

export type NewTask = Omit<Task, 'id' | 'createdAt'>;

/** The tasks of one logon session: counters that begin at 1 in each. */
export class Tasks {
  readonly #clock: Clock;
  readonly #tasks = new Map<string, Task>();
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(wish: NewTask): Task {
    this.#count += 1;
    const task = { ...wish, id: `task-${this.#count}`, createdAt: this.#clock.now() };
    this.#tasks.set(task.id, task);
    return task;
  }

  /** Adds tasks that finished just now, as a service leaves them behind that has asked for weeks. */
  addFinished(count: number, operation: Operation): void {
    const now = this.#clock.now();
    const message = operation === 'CollectingBackupServer' ? COLLECTED : 'The operation has been triggered.';
    const wish: NewTask = { operation, doneAt: now, finishedAt: now, success: true, message, runId: undefined };
    for (let added = 0; added < count; added += 1) this.add(wish);
  }

  get(id: string): Task | undefined {
    return this.#tasks.get(id);
  }

  delete(id: string): boolean {
    return this.#tasks.delete(id);
  }

  all(): Task[] {
    return [...this.#tasks.values()];
  }
}

/** The operation of that name. Throws when there is none. */
export function operationNamed(name: string): Operation {
  const operation = OPERATIONS.find((known) => known === name);
  if (operation === undefined) throw new Error(`"operation" must be one of ${OPERATIONS.join(', ')}`);
  return operation;
}

/** The state of a task at a time. */
export function taskStateAt(task: Task, at: number): TaskState {
  if (at >= task.finishedAt && task.isCollected?.(at) !== false) return 'Finished';
  return at >= task.doneAt ? 'OperationFinished' : 'Running';
}

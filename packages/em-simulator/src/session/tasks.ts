import type { Clock } from '#world/world.ts';

export type Operation = 'RetryAgentJob' | 'StartJob' | 'StopAgentJob' | 'CollectingBackupServer';
export type TaskState = 'Running' | 'OperationFinished' | 'Finished';

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
  message: string;
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

/** The state of a task at a time. */
export function taskStateAt(task: Task, at: number): TaskState {
  if (at >= task.finishedAt) return 'Finished';
  return at >= task.doneAt ? 'OperationFinished' : 'Running';
}

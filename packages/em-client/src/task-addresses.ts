import { taskPath } from './addresses.ts';
import type { Connection } from './connection.ts';
import { EmError } from './errors/em-error.ts';
import { readOne } from './one-record.ts';
import type { EmTask, TaskRef } from './records.ts';
import { type counterOf, taskOf } from './resources/task.ts';

/** Each costs a request: for more than this the whole list of a session is read instead. */
const mostAsked = 30;
/** So many numbers without a task come after the newest one: between others only tasks of collections are missing, which we delete. */
const mostMissing = 10;

type Counter = NonNullable<ReturnType<typeof counterOf>>;

/** Tasks by their own addresses (reference, GET /tasks/{ID}), one after the other. */
export type TasksByAddress = {
  /** Those of these tasks that can be read; null where they are too many. Throws EmError where nobody answers. */
  of: (refs: readonly TaskRef[]) => Promise<EmTask[] | null>;
  /** Those made after this number; null where they are too many. Throws EmError where one cannot be read. */
  after: (counter: Counter, logonId: string) => Promise<EmTask[] | null>;
};

export function tasksByAddress(connection: Connection): TasksByAddress {
  /** Null where there is none. */
  async function one(ref: TaskRef): Promise<EmTask | null> {
    try {
      return await readOne(connection, taskPath(ref), 'Task', (node) => taskOf(node, ref.logonId), ref.logonId);
    } catch (error) {
      if (error instanceof EmError && error.isGone) return null;
      throw error;
    }
  }

  return {
    async of(refs) {
      if (refs.length > mostAsked) return null;
      const found: EmTask[] = [];
      for (const ref of refs) {
        const task = await one(ref).catch(nullIfAnswered);
        if (task !== null) found.push(task);
      }
      return found;
    },
    async after({ prefix, number }, logonId) {
      const found: EmTask[] = [];
      let missing = 0;
      for (let at = 1; missing < mostMissing; at += 1) {
        if (found.length > mostAsked) return null;
        const task = await one({ taskId: `${prefix}${number + at}`, logonId });
        missing = task === null ? missing + 1 : 0;
        if (task !== null) found.push(task);
      }
      return found;
    },
  };
}

/** One that cannot be read hides no other. */
function nullIfAnswered(error: unknown): null {
  if (error instanceof EmError && error.isOfThisQuestion) return null;
  throw error;
}

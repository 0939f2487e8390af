import type { Guid, TaskRef } from './records.ts';
import { isTaskId } from './resources/task.ts';
import { guidIn } from './xml/values.ts';

/** The address of the REST service, with or without `/api` in what was configured. Throws TypeError. */
export function apiUrl(url: string): URL {
  const base = new URL(url);
  if (!/^https?:$/.test(base.protocol)) throw new TypeError('The address of Enterprise Manager begins with https://.');
  if (base.username || base.password)
    throw new TypeError('No name and password in the address: give them by themselves.');
  base.pathname = `${base.pathname.replace(/\/+$/, '').replace(/\/api$/i, '')}/api`;
  base.search = '';
  base.hash = '';
  return base;
}

/** An id as it goes into an address; anything but a GUID is a fault of the caller, thrown before anything is sent. */
export function checkedGuid(id: Guid): Guid {
  const guid = guidIn(id);
  if (guid === null || guid.length !== id.length) throw new TypeError(`${JSON.stringify(id)} is no GUID`);
  return guid;
}

/** The address of a task; EM's ids are counters (reference 13.0, GET /tasks), so anything that could lead elsewhere is a fault of the caller. */
export function taskPath({ taskId }: TaskRef): string {
  if (!isTaskId(taskId)) throw new TypeError(`${JSON.stringify(taskId)} is no task id`);
  return `/tasks/${taskId}`;
}

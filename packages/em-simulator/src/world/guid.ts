import { hashOf } from './random.ts';

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** Codes of what hangs on a run: 0 the run itself, then its children, then its machine task sessions. */
const FIRST_CHILD = 1;
const FIRST_TASK_SESSION = 0x800;

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0').slice(-digits);
}

/** The GUID that belongs to a key. */
export function guidOf(key: string): string {
  const [a, b, c, d] = [hashOf(`a${key}`), hashOf(`b${key}`), hashOf(`c${key}`), hashOf(`d${key}`)];
  return `${hex(a, 8)}-${hex(b, 4)}-4${hex(b >>> 16, 3)}-${hex(0x8000 | (d & 0x3fff), 4)}-${hex(c, 8)}${hex(d >>> 14, 4)}`;
}

/** The beginning of the GUIDs of all runs of a job: it leads from a session to its job without an index of runs. */
export function familyOf(jobId: string): string {
  return hex(hashOf(`runs of ${jobId}`), 8);
}

/** The GUID of a run of that family: the runs of a job are numbered. */
export function runGuid(family: string, number: number): string {
  const [a, b] = [hashOf(`a${family}/${number}`), hashOf(`b${family}/${number}`)];
  return withCode(`${family}-${hex(a, 4)}-4${hex(a >>> 16, 3)}-8000-${hex(b, 8)}${hex(Math.abs(a ^ (b >>> 7)), 4)}`, 0);
}

/** The GUID of a child session: it leads back to its run without an index of children. */
export function childGuid(runId: string, machine: number): string {
  return withCode(runId, FIRST_CHILD + machine);
}

/** The GUID of a machine's task session. */
export function taskSessionGuid(runId: string, machine: number): string {
  return withCode(runId, FIRST_TASK_SESSION + machine);
}

/** The number of a run that no job has: the jobs of single machines hang on it. */
const NO_RUN = 0xffff;

/** The GUID that the sessions of one machine name as their job: it leads back to the job without an index. */
export function childJobGuid(family: string, machine: number): string {
  return childGuid(runGuid(family, NO_RUN), machine);
}

/** The machine that a GUID made by `childJobGuid` stands for; undefined for any other GUID. */
export function childJobPlace(family: string, id: string): number | undefined {
  const { kind, machine, runId } = leadOf(id);
  return kind === 'child' && runId === runGuid(family, NO_RUN) ? machine : undefined;
}

function withCode(runId: string, code: number): string {
  return `${runId.slice(0, 19)}${hex(0x8000 | (code ^ maskOf(runId)), 4)}${runId.slice(23)}`;
}

/** A mask over the code, so that the GUIDs look like any others. */
function maskOf(id: string): number {
  return hashOf(id.slice(0, 19) + id.slice(23)) & 0xfff;
}

/** The run, child session or machine task session that a GUID leads to. */
export type Lead = { runId: string; kind: 'run' | 'child' | 'task-session'; machine: number };

/** Reads a GUID of the family of a run. */
export function leadOf(id: string): Lead {
  const code = (Number.parseInt(id.slice(19, 23), 16) & 0xfff) ^ maskOf(id);
  const runId = withCode(id, 0);
  if (code === 0) return { runId, kind: 'run', machine: -1 };
  if (code < FIRST_TASK_SESSION) return { runId, kind: 'child', machine: code - FIRST_CHILD };
  return { runId, kind: 'task-session', machine: code - FIRST_TASK_SESSION };
}

/** The GUID in a text that is a GUID or a URN ending in one, in lower case. */
export function guidIn(text: string): string | undefined {
  const whole = /^(?:urn:veeam:[a-z]+:)?([0-9a-f-]{36})$/i.exec(text.trim())?.[1];
  return whole !== undefined && GUID.test(whole) ? whole.toLowerCase() : undefined;
}

import { readFile } from 'node:fs/promises';

/** Linux counts in hundredths of a second for everybody, whatever the machine. */
const TICK_SECONDS = 0.01;

/** Seconds of processor time, kernel's included, that a process and its children have used so far. Linux only. */
export async function processorSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name in brackets may hold blanks: the numbers come after it (proc_pid_stat(5), fields 3 and on).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const own = (Number(fields[11]) + Number(fields[12])) * TICK_SECONDS;
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ').filter(Boolean);
  const theirs = await Promise.all(children.map((child) => processorSeconds(Number(child))));
  return theirs.reduce((sum, seconds) => sum + seconds, own);
}

/** Memory of a process that is really there, in MB (Linux). */
export async function residentMegabytes(pid: number, which: 'VmRSS' | 'VmHWM' = 'VmRSS'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${which}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
}

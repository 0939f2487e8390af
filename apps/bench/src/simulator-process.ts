import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Exchange } from '@retry-desk/em-simulator';
import { startChild } from './child.ts';
import { send } from './http-call.ts';

const host = fileURLToPath(new URL('./simulator-host.ts', import.meta.url));

/** A simulated Enterprise Manager in a process of its own, so that it takes no time from who is measured. */
export type SimulatorProcess = {
  url: string;
  caFile: string;
  ca: string;
  /** Its log of requests since the start, oldest first. */
  requests(): Promise<Exchange[]>;
  /** A call of its test API. */
  command(method: 'POST' | 'DELETE', name: string, body?: unknown): Promise<void>;
  end(): Promise<void>;
};

/** Starts one with so many jobs, all of them failed last; its certificate goes into the folder. */
export async function startSimulator(folder: string, jobs: number, core?: number): Promise<SimulatorProcess> {
  const args = [host, String(jobs), folder];
  const child = await startChild({ program: process.execPath, args, ready: 'ca.pem', core });
  const [, url = '', caFile = ''] = /listens at (\S+) with (\S+)/.exec(child.printed()) ?? [];
  const ca = await readFile(caFile, 'utf8');

  async function control(method: string, name: string, body?: unknown): Promise<string> {
    const given = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await send(`${url}/__simulator/${name}`, { method, ca, ...given });
    if (answer.status !== 200) throw new Error(`the simulator answered ${method} ${name} with ${answer.status}`);
    return answer.body.toString();
  }

  return {
    url,
    caFile,
    ca,
    async requests() {
      return JSON.parse(await control('GET', 'requests'));
    },
    async command(method, name, body) {
      await control(method, name, body);
    },
    end: child.end,
  };
}

import type { Agent as NodeAgent } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import type { TlsTrust } from '../enterprise-manager.ts';
import { type ConnectOptions, createDispatchers, type Dispatchers } from './dispatcher.ts';
import { createNodeAgent } from './node-agent.ts';

/** The connections to one Enterprise Manager: those of our own calls, and the agent of a proxy. */
export type Connections = Readonly<Dispatchers> & {
  readonly agent: NodeAgent;
  /** Takes another trust for what begins from now on; what is on its way ends as it began. */
  renew(tls: TlsTrust): void;
  /** Ends all of them at once. */
  close(): Promise<void>;
};

/** Opens nothing yet. `protocol`: of the address, `https:`. */
export function createConnections(
  first: TlsTrust,
  { protocol, ...options }: ConnectOptions & { protocol: string },
): Connections {
  const open = (tls: TlsTrust) => ({ ...createDispatchers(tls, options), agent: createNodeAgent(protocol, tls) });
  let trust = first;
  let now = open(first);
  const all = [now];

  return {
    get reads() {
      return now.reads;
    },
    get actions() {
      return now.actions;
    },
    get agent() {
      return now.agent;
    },
    renew(tls) {
      if (isDeepStrictEqual(tls, trust)) return;
      const { reads, actions, agent } = now;
      trust = tls;
      now = open(tls);
      all.push(now);
      void Promise.all([reads.close(), actions.close()]);
      endIdle(agent);
    },
    async close() {
      for (const { agent } of all) agent.destroy();
      await Promise.all(all.flatMap(({ reads, actions }) => [reads.destroy(), actions.destroy()]));
    },
  };
}

/** An agent of Node has no end that waits for answers: each connection ends with the one it is used for, an idle one now. */
function endIdle(agent: NodeAgent): void {
  agent.maxFreeSockets = 0;
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
}

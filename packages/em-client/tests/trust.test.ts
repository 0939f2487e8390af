import https from 'node:https';
import type { TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import { createEnterpriseManager, type EnterpriseManager } from '../src/index.ts';
import { certificate, type Play, play, xml } from './played-server.ts';
import { agentJobXml, queryXml } from './shapes.ts';
import { errorOf } from './stage.ts';

const page = queryXml('AgentBackupJobs', agentJobXml());
const right = { kind: 'ca', pem: certificate('valid') } as const;
const wrong = { kind: 'ca', pem: certificate('other') } as const;

/** Runs a test with a server that holds each answer until it is let go, and a client that trusts it. */
async function held(run: (em: EnterpriseManager, letGo: () => void, ports: Set<number>) => Promise<void>) {
  let waiting: (() => void)[] = [];
  let isHolding = false;
  const ports = new Set<number>();
  const script: Play = (request, response) => {
    ports.add((request.socket as TLSSocket).remotePort ?? 0); // over https it is one
    const answer = () => xml(response, page);
    if (isHolding) waiting.push(answer);
    else answer();
  };
  const server = await play(script, { tls: 'valid' });
  const em = createEnterpriseManager({ url: server.url, username: 'svc', password: 'p', tls: right });
  try {
    await em.agentJobs();
    isHolding = true;
    await run(
      em,
      () => {
        isHolding = false;
        for (const answer of waiting) answer();
        waiting = [];
      },
      ports,
    );
  } finally {
    await em.close();
    await server.stop();
  }
}

test('with another trust a read that is on its way ends as it began, and the next one goes by the new trust', async () => {
  await held(async (em, letGo) => {
    const before = em.agentJobs();
    const { target, headers, ...proxied } = await em.proxy();
    const passed = new Promise((resolve, reject) => {
      https.get(`${target}/agents/jobs`, { headers, agent: proxied.agent }, resolve).on('error', reject);
    });
    await expect.poll(() => Object.keys(proxied.agent.sockets)).not.toEqual([]);
    em.renewTrust(wrong);
    letGo();
    expect(await before).toHaveLength(1);
    expect(await passed).toMatchObject({ statusCode: 200 });
    expect(await errorOf(em.agentJobs())).toMatchObject({ kind: 'tls' });
    const { agent } = await em.proxy();
    const after = new Promise((_resolve, reject) => {
      https.get(`${target}/agents/jobs`, { headers, agent }).on('error', reject);
    });
    await expect(after).rejects.toThrow(/certificate/);
    em.renewTrust(right);
    expect(await em.agentJobs()).toHaveLength(1);
  });
});

test('the same trust once more leaves the connections that there are', async () => {
  await held(async (em, letGo, ports) => {
    letGo();
    em.renewTrust({ ...right });
    await em.agentJobs();
    expect(ports.size).toBe(1);
  });
});

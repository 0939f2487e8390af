import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { Queue, Worker } from 'bullmq';
import express from 'express';
import { Redis } from 'ioredis';
import { startChild } from './child.ts';
import { freePort } from './shared-database.ts';

const QUEUE = 'backups';

/** Somebody else's board of failed jobs: bull-board over a queue in Redis (`apt install redis-server`). */
export type BullBoard = { url: string; end(): Promise<void> };

/** Starts one with so many jobs, all of them failed. */
export async function startBullBoard(jobs: number, folder: string): Promise<BullBoard> {
  const port = await freePort();
  const redis = await startChild({
    program: 'redis-server',
    args: ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', folder],
    ready: 'Ready to accept connections',
  });
  const connection = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null });
  const queue = new Queue(QUEUE, { connection });
  await queue.addBulk(
    Array.from({ length: jobs }, (_, n) => ({
      name: `Servers of site ${n}`,
      data: { machine: `host${n}.tech.local` },
    })),
  );
  const ofWorker = connection.duplicate();
  const worker = new Worker(QUEUE, () => Promise.reject(new Error('The network path was not found.')), {
    connection: ofWorker,
    concurrency: 50,
  });
  while ((await queue.getFailedCount()) < jobs) await wait(100);
  await worker.close();
  ofWorker.disconnect();
  const serverAdapter = new ExpressAdapter();
  createBullBoard({ queues: [new BullMQAdapter(queue)], serverAdapter });
  const app = express().use(serverAdapter.getRouter());
  const served = await freePort();
  const server = app.listen(served, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${served}/queue/${QUEUE}?status=failed`,
    async end() {
      server.close();
      server.closeAllConnections();
      await queue.close();
      connection.disconnect();
      await redis.kill();
    },
  };
}

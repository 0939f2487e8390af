import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createClient } from '@hey-api/openapi-ts';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectral from '@stoplight/spectral-core';
import rulesets from '@stoplight/spectral-rulesets';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type HttpStage, openHttpStage } from './http-stage.ts';

let stage: HttpStage;
let text: string;
beforeAll(async () => {
  stage = await openHttpStage();
  text = (await stage.call('GET', '/api/openapi.json')).text;
});
afterAll(() => stage.end());

test('Redocly finds no fault in the description of the interface', async () => {
  // The link of a wall answers with another page only.
  const config = await createConfig({ extends: ['recommended'], rules: { 'operation-2xx-response': 'off' } });
  const found = await lintFromString({ source: text, config });
  expect(found.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`)).toEqual([]);
});

test('Spectral finds no fault in the description of the interface', async () => {
  const linter = new spectral.Spectral();
  // The two packages describe the same rules by different types.
  linter.setRuleset({ extends: [[rulesets.oas, 'recommended']] } as Parameters<typeof linter.setRuleset>[0]);
  const found = await linter.run(text);
  expect(found.map(({ code, message, path }) => `${code} ${path.join('/')}: ${message}`)).toEqual([]);
});

test('a pattern of the description is one in any language: no properties of Unicode, no look-around', () => {
  const patterns = [...text.matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)].map(([, json = '""']) => JSON.parse(json));
  expect(patterns.length).toBeGreaterThan(0);
  for (const pattern of patterns) expect(pattern).not.toMatch(/\\[pPuU]|\(\?[=!<]/);
});

test('a client that is generated from the description signs a script in, reads the board and retries a job', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-client-'));
  try {
    await createClient({
      input: JSON.parse(text),
      output: folder,
      plugins: ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch'],
      logs: { level: 'silent' },
    });
    expect(readdirSync(folder)).toContain('sdk.gen.ts');
    const sdk = await import(pathToFileURL(join(folder, 'sdk.gen.ts')).href);
    const { client } = await import(pathToFileURL(join(folder, 'client.gen.ts')).href);
    const anna = await stage.signIn('anna');
    const made = await stage.call('POST', '/api/tokens', { as: anna, body: { name: 'c', role: 'operator', days: 1 } });
    const auth = ({ scheme }: { scheme?: string }) => (scheme === 'bearer' ? made.json().secret : undefined);
    client.setConfig({ baseUrl: `http://127.0.0.1:${stage.port}`, auth });
    // Which of the other failed jobs comes first depends on the hour, and some of them are refused.
    const added = stage.em.world.addJob({ name: 'Of a script', machines: ['s1'], last: 'failed', outcome: 'success' });
    await stage.call('POST', '/api/collect', { as: anna });
    const job = await vi.waitFor(async () => {
      const read = await sdk.getBoard();
      expect(read.error).toBeUndefined();
      const row = read.data.failed.find(({ id }: { id: string }) => id === added.id);
      expect(row).toBeDefined();
      return row;
    });
    const retried = await sdk.retryJob({ path: { id: job.id }, query: { action: 'retry' }, body: {} });
    expect(retried.error).toBeUndefined();
    expect((await sdk.getTask({ path: { id: retried.data.taskId } })).data.jobId).toBe(job.id);
    const again = await sdk.retryJob({ path: { id: job.id }, query: { action: 'retry' }, body: {} });
    expect(again.error).toMatchObject({ code: 'retry-open', status: 409 });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Stage } from './stage.ts';

/** What one stage was searched for and in. */
export type Search = { secrets: number; answers: number; bytes: number; hits: string[] };

/** Where each stage of a run leaves what it found; emptied with the other results of a run. */
export const searches = fileURLToPath(new URL('../../../test-results/secret-searches.jsonl', import.meta.url));

/** Passwords of the simulated world and of its people: nobody's answer, log or file may hold one. */
export const passwords = ['svc-demo', 'anna-demo', 'ben-demo', 'henry-demo', 'rita-demo'];

/** Sessions of Enterprise Manager and credentials, as the simulator saw them on the wire. */
function secretsOf({ em, provider }: Stage): string[] {
  const sent = em.requests.flatMap(({ headers }) => [headers['x-restsvcsessionid'], headers.authorization].flat());
  const ofEm = sent.filter((value) => value !== undefined).map((value) => value.replace(/^Basic /, ''));
  return [...new Set([...passwords, ...ofEm, ...(provider ? [provider.clientSecret] : [])])];
}

/** Every file a folder holds, but our own key. */
function filesOf(folder: string): { name: string; text: string }[] {
  return readdirSync(folder)
    .filter((name) => name !== 'session-secret')
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'latin1') }));
}

/** Searches answers, log and data of a stage whose server has ended, and notes down what was searched. */
export function searchForSecrets(stage: Stage, answers: readonly string[]): Search {
  const secrets = secretsOf(stage);
  const places = [
    { name: 'the log', text: stage.output() },
    ...filesOf(stage.dataDir),
    ...answers.map((text, index) => ({ name: `answer ${index}: ${text.slice(0, 60)}`, text })),
  ];
  const hits = places.flatMap(({ name, text }) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret.slice(0, 6)}… in ${name}`),
  );
  const bytes = places.reduce((sum, { text }) => sum + text.length, 0);
  const search = { secrets: secrets.length, answers: answers.length, bytes, hits };
  mkdirSync(dirname(searches), { recursive: true });
  appendFileSync(searches, `${JSON.stringify(search)}\n`);
  return search;
}

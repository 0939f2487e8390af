import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Stage } from './stage.ts';

/** The search of one stage: for which secrets, and where; `own` of the secrets are ones we gave out. */
export type Search = { secrets: number; own: number; answers: number; bytes: number; hits: string[] };

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

/** Where an answer gives out a secret of ours: a cookie, the token against forged requests, a wall link, an API token. */
const given = [
  /retry-desk(?:-wall|-sign-in)?=([\w-]{40,})/g,
  /"csrfToken":"([\w-]{40,})"/g,
  /\/wall\/([\w-]{40,})/g,
  /"rdesk_([\w-]{40,})"/g,
];

/** Secrets we gave to browsers and scripts: they stand in the one answer they are for, and nowhere else. */
function ownSecretsOf(answers: readonly string[]): string[] {
  const found = answers.flatMap((text) => given.flatMap((place) => [...text.matchAll(place)]));
  return [...new Set(found.flatMap(([, secret]) => secret ?? []))];
}

type Place = { name: string; text: string };

/** Every file a folder holds, but our own key. */
function filesOf(folder: string): Place[] {
  return readdirSync(folder)
    .filter((name) => name !== 'session-secret')
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'latin1') }));
}

function hitsIn(places: readonly Place[], secrets: readonly string[]): string[] {
  return places.flatMap(({ name, text }) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret.slice(0, 6)}… in ${name}`),
  );
}

/** Searches answers, log and data of a stage whose server has ended, and notes down what was searched. */
export function searchForSecrets(stage: Stage, answers: readonly string[]): Search {
  const [secrets, own] = [secretsOf(stage), ownSecretsOf(answers)];
  const stored = [{ name: 'the log', text: stage.output() }, ...filesOf(stage.dataDir)];
  const sent = answers.map((text, index) => ({ name: `answer ${index}: ${text.slice(0, 60)}`, text }));
  const hits = [...hitsIn(stored, [...secrets, ...own]), ...hitsIn(sent, secrets)];
  const bytes = [...stored, ...sent].reduce((sum, { text }) => sum + text.length, 0);
  const search = { secrets: secrets.length + own.length, own: own.length, answers: answers.length, bytes, hits };
  mkdirSync(dirname(searches), { recursive: true });
  appendFileSync(searches, `${JSON.stringify(search)}\n`);
  return search;
}

import { readFileSync } from 'node:fs';
import { guidOf } from './guid.ts';
import { between, type Random } from './random.ts';
import type { Platform } from './records.ts';

/** A message as the field wrote it; what it names stands in angle brackets. */
export type FieldMessage = {
  id: number;
  platform: 'Windows' | 'Linux' | 'both';
  /** Whether jobs of agents report it; else those of virtual machines alone. */
  ofAgents: boolean;
  family: string;
  text: string;
};

/** Which share of failures a family has, in parts of all: the network and shadow copies lead everywhere (estimated from how often each was reported). */
const SHARES: Record<string, number> = {
  network: 22,
  vss: 16,
  space: 12,
  credentials: 10,
  'kernel-module': 10,
  'repository-unreachable': 8,
  locked: 5,
  'object-storage': 4,
  'says-nothing': 4,
};
const SHARE_OF_OTHERS = 1.5;

const DATA = new URL('../../data/failure-messages.tsv', import.meta.url);

/** All messages, in the order of the file, which names the sources. */
export const FIELD_MESSAGES: readonly FieldMessage[] = readFileSync(DATA, 'utf8')
  .split('\n')
  .filter((line) => /^\d/.test(line))
  .map(messageIn);

function messageIn(line: string): FieldMessage {
  const [id = '', platform, agents, family = '', , , message = ''] = line.split('\t');
  return {
    id: Number(id),
    platform: platform === 'Windows' || platform === 'Linux' ? platform : 'both',
    ofAgents: agents === 'yes',
    family,
    text: message.replaceAll('⏎', '\n'),
  };
}

type Weighed = { message: FieldMessage; upTo: number };

const BY_PLATFORM: Record<Platform, readonly Weighed[]> = {
  AgentForWindows: weighed('Windows'),
  AgentForLinux: weighed('Linux'),
};

/** The messages that agents on a platform have, each with the sum of the shares up to it. */
function weighed(platform: 'Windows' | 'Linux'): Weighed[] {
  const messages = FIELD_MESSAGES.filter((each) => each.ofAgents && [platform, 'both'].includes(each.platform));
  let upTo = 0;
  return messages.map((message) => {
    const ofFamily = messages.filter(({ family }) => family === message.family).length;
    upTo += (SHARES[message.family] ?? SHARE_OF_OTHERS) / ofFamily;
    return { message, upTo };
  });
}

/** A message of the platform, by its share. */
export function messageFor(platform: Platform, random: Random): FieldMessage | undefined {
  const messages = BY_PLATFORM[platform];
  const wanted = random() * (messages.at(-1)?.upTo ?? 0);
  return (messages.find(({ upTo }) => wanted < upTo) ?? messages.at(-1))?.message;
}

/** The message of that number. Throws when there is none. */
export function messageNumbered(id: number): FieldMessage {
  const message = FIELD_MESSAGES.find((each) => each.id === id);
  if (message === undefined) throw new RangeError(`There is no field message ${id}`);
  return message;
}

/** The message as a machine's task session holds it. */
export function filledIn({ text }: FieldMessage, machine: string, random: Random): string {
  const host = machine.replace(/\..*$/, '');
  const values: Record<string, () => string> = {
    machine: () => machine,
    host: () => machine,
    account: () => 'TECH\\svc-backup',
    path: () => `E:\\Backup\\Agents\\${host}\\${host}`,
    file: () => `${host}D2026-03-${String(between(random, 10, 28))}T020014_${hex(random, 4)}`,
    share: () => 'nas-01:/export/veeam',
    name: () => `gw-0${between(random, 1, 4)}`,
    job: () => 'Copy to the other site',
    guid: () => guidOf(hex(random, 8)),
    date: () => `3/${between(random, 1, 28)}/2026 ${between(random, 1, 11)}:${between(random, 10, 59)}:07 AM`,
    ip: () => `172.17.${between(random, 0, 63)}.${between(random, 1, 250)}`,
    port: () => String(between(random, 2500, 3300)),
    n: () => String(between(random, 1, 9)),
    args: () => 'zerosnapdata=1 debuglogging=0',
    dev: () => `sd${'abc'[between(random, 0, 2)] ?? 'a'}${between(random, 1, 3)}`,
    disk: () => `[datastore-0${between(random, 1, 4)}] ${host}/${host}.vmdk`,
    spec: () => `\\\\?\\Volume{${guidOf(hex(random, 8))}}`,
    id: () => `vm-${between(random, 100, 9999)}`,
    '…': () => hex(random, 12),
  };
  return text.replaceAll(/<([^<>]+)>/g, (whole, name: string) => values[name]?.() ?? whole);
}

function hex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => between(random, 0, 15).toString(16)).join('');
}

import { readFileSync } from 'node:fs';

/** A message as the field wrote it; what it names stands in angle brackets. */
export type Message = { id: string; family: string; text: string };

const data = new URL('../../em-simulator/data/failure-messages.tsv', import.meta.url);

/** The messages that were collected, in the order of the file, which names their sources. */
export const messages: readonly Message[] = readFileSync(data, 'utf8')
  .split('\n')
  .filter((line) => /^\d/.test(line))
  .map((line) => {
    const [id = '', , , family = '', , , text = ''] = line.split('\t');
    return { id, family, text: text.replaceAll('⏎', '\n') };
  });

const machines = [
  'pay-01',
  'SRV2019',
  'kiel-ora03.tech.local',
  'büro-pc',
  'DC',
  'filesrv',
  'WIN-8Q2J',
  'laptop.anna',
  'graz-web',
  'Максим-ПК',
  'x1',
  'print_server',
];
const jobs = ['Copy to the other site', 'Daily servers', 'Büro täglich'];

/** Names that the variants hold, as a desk would have them. */
export const namesInMessages = [...machines, ...jobs, 'vbr-graz', 'NAS 01'];

/** Numbers that look drawn and are the same in every run. */
function drawnFrom(seed: number): (below: number) => number {
  let state = seed + 1;
  return (below) => {
    state = Math.imul(state, 48_271) % 0x7fffffff;
    return Math.abs(state) % below;
  };
}

/** The words of a text in lines of that width. */
function wrapped(text: string, width: number): string {
  return text.replace(new RegExp(`(?=.{${width + 1}})(.{1,${width}}) `, 'g'), '$1\n');
}

/** A message with its places filled, in one variant. */
function filled(text: string, machine: string, draw: (below: number) => number): string {
  const hex = (digits: number) => Array.from({ length: digits }, () => draw(16).toString(16)).join('');
  const guid = () => [8, 4, 4, 4, 12].map(hex).join('-');
  const one = (...of: string[]) => of[draw(of.length)] ?? '';
  const values: Record<string, () => string> = {
    machine: () => machine,
    host: () => machine,
    account: () => one('TECH\\svc', 'svc@tech.local', 'Administrator', 'BÜRO\\müller'),
    path: () => one(`E:\\Backup\\a b\\${machine}`, `/mnt/backup/${machine}`, `\\\\nas-01\\veeam\\${machine}`),
    file: () => `${machine}D2026-03-1${draw(9)}T020014_${hex(4)}`,
    share: () => one('nas-01:/export/veeam', '\\\\nas\\x', '10.1.2.3:/vol'),
    name: () => one('gw-01', 'backup-gw', 'NAS 01', 'prod'),
    job: () => one(...jobs),
    guid,
    date: () => one('3/14/2026 2:00:14 AM', '14.03.2026 02:00:14', '2026-03-14T02:00:14Z'),
    ip: () => `10.${draw(255)}.${draw(255)}.${draw(255)}`,
    port: () => String(2500 + draw(500)),
    n: () => String(draw(9)),
    args: () => 'zerosnapdata=1 debuglogging=0',
    dev: () => `sd${one('a', 'b', 'c')}${draw(4)}`,
    disk: () => `[ds-0${draw(9)}] ${machine}/${machine}.vmdk`,
    spec: () => `\\\\?\\Volume{${guid()}}`,
    id: () => `vm-${draw(999)}`,
    '…': () => hex(12),
  };
  return text.replace(/<([^<>]+)>/g, (whole, name: string) => values[name]?.() ?? whole);
}

/** Twelve ways in which servers write a message: other names, numbers and dates, wrappers around it, lines broken. */
export function variantsOf({ id, text }: Message): string[] {
  const draw = drawnFrom(Number(id));
  return machines.map((machine, n) => {
    const reason = filled(text, machine, draw);
    const ways = [
      `Processing ${machine} Error: ${reason}`,
      `Error: ${reason}`,
      `14.03.2026 02:0${draw(9)}:14 :: ${reason}`,
      `${reason}\nProcessing finished with errors at 3/1${draw(9)}/2026 2:00:1${draw(9)} AM`,
      `Failed to perform managed backup\n${reason}`,
      `${reason.replaceAll('\n', '\r\n')}\r\n`,
      wrapped(reason, 60),
      reason.replaceAll('\n', ' / '),
      reason,
    ];
    return ways[n % ways.length] ?? reason;
  });
}

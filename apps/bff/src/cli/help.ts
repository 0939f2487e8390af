import { usageOf } from './arguments.ts';
import { type Command, exitCodes } from './command.ts';

/** The purpose of one command, with its options. */
export function helpOf({ name, what, files, options }: Command): string {
  const rows = Object.entries(options).map(([option, each]): [string, string] => [
    each.value === undefined ? `--${option}` : `--${option} ${each.value}`,
    each.multiple ? `${each.what}; may be given several times` : each.what,
  ]);
  return [`${usageOf(name, files)} [options]`, '', `  ${what}`, '', ...columns(rows)].join('\n');
}

/** All commands in short. */
export function helpOfAll(commands: readonly Command[]): string {
  const rows = commands.map(({ name, files, what }): [string, string] => [[name, ...files].join(' '), what]);
  const { usage, configuration, failed } = exitCodes;
  return [
    'retry-desk [command] [options]',
    '',
    ...columns(rows),
    ...columns([
      ['--version', 'prints the version'],
      ['--help', 'this list; after a command its options'],
    ]),
    '',
    `Exit codes: ${usage} wrong arguments, ${configuration} wrong configuration, ${failed} anything else that failed.`,
  ].join('\n');
}

function columns(rows: readonly [left: string, right: string][]): string[] {
  const width = Math.max(22, ...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

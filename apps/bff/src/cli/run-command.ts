import { ConfigurationError } from '#config/faults.ts';
import { version } from '#version.ts';
import { apiTokenCommand } from './api-token.ts';
import { readArguments } from './arguments.ts';
import { backup } from './backup.ts';
import { check } from './check.ts';
import { type Command, exitCodes, UsageError } from './command.ts';
import { helpOf, helpOfAll } from './help.ts';
import { journalCheck } from './journal-check.ts';
import { restore } from './restore.ts';
import { serve } from './serve.ts';
import { setup } from './setup.ts';
import { tryPasswordAgain } from './try-password-again.ts';

/** All commands, in the order of the help; the first one where none is named. */
const commands: readonly Command[] = [
  serve,
  setup,
  check,
  backup,
  restore,
  journalCheck,
  apiTokenCommand,
  tryPasswordAgain,
];

/**
 * Carries out what the arguments ask for, and prints why it could not be done: the administrator reads one message, not a
 * stack. The exit code; null where the process goes on.
 */
export async function runCommand(args: readonly string[]): Promise<number | null> {
  try {
    return await run(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    if (error instanceof UsageError) console.error('retry-desk --help lists the commands.');
    return exitCodeOf(error);
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return exitCodes.usage;
  return error instanceof ConfigurationError ? exitCodes.configuration : exitCodes.failed;
}

async function run(args: readonly string[]): Promise<number | null> {
  const [first = ''] = args;
  const isNamed = first !== '' && !first.startsWith('-');
  const command = isNamed ? commands.find(({ name }) => name === first) : serve;
  if (command === undefined)
    throw new UsageError(
      `${JSON.stringify(first)} is no command: give one of ${commands.map(({ name }) => name).join(', ')}.`,
    );
  const rest = isNamed ? args.slice(1) : args;
  if (rest.includes('--help') || rest.includes('-h')) return print(isNamed ? helpOf(command) : helpOfAll(commands));
  if (!isNamed && rest.includes('--version')) {
    const [other] = rest.filter((arg) => arg !== '--version' && arg !== '--');
    if (other === undefined) return print(version);
    throw new UsageError(`${JSON.stringify(other)} is too much: give --version alone.`);
  }
  return command.run(readArguments(command, rest));
}

function print(text: string): number {
  console.log(text);
  return exitCodes.ok;
}

import { parseArgs } from 'node:util';
import { type Command, type Given, UsageError } from './command.ts';

/**
 * The arguments of a command, all of them known and complete.
 * @throws UsageError that names what is wrong and what to give
 */
export function readArguments({ name, files, options }: Command, args: readonly string[]): Given {
  // pnpm passes a `--` on as it is.
  const given = args.filter((arg) => arg !== '--');
  const known = Object.entries(options);
  const { tokens } = parseArgs({
    args: given,
    strict: false,
    tokens: true,
    options: Object.fromEntries(known.map(([option, { value }]) => [option, { type: value ? 'string' : 'boolean' }])),
  });
  const values = new Map<string, string[]>();
  const found: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') found.push(token.value);
    if (token.kind !== 'option') continue;
    const option = options[token.name];
    if (option === undefined) throw new UsageError(`${name} has no option ${token.rawName}: ${listed(known)}.`);
    const { value, multiple } = option;
    if (value !== undefined && (token.value === undefined || (!token.inlineValue && token.value.startsWith('-'))))
      throw new UsageError(`--${token.name} has no value: give --${token.name} ${value}.`);
    if (value === undefined && token.value !== undefined)
      throw new UsageError(`--${token.name} takes no value: give --${token.name} alone.`);
    const earlier = values.get(token.name) ?? [];
    if (earlier.length > 0 && multiple === undefined)
      throw new UsageError(`--${token.name} is given more than once: give it once.`);
    values.set(token.name, [...earlier, token.value ?? '']);
  }
  const [tooMuch] = found.slice(files.length);
  if (tooMuch !== undefined)
    throw new UsageError(`${JSON.stringify(tooMuch)} is too much: give ${usageOf(name, files)}, and options.`);
  if (found.length < files.length)
    throw new UsageError(`${files.slice(found.length).join(' and ')} is missing: give ${usageOf(name, files)}.`);
  return {
    files: found,
    text: (option) => values.get(option)?.[0],
    all: (option) => values.get(option) ?? [],
    has: (option) => values.has(option),
  };
}

/** How a command is written. */
export function usageOf(name: string, files: readonly string[]): string {
  return ['retry-desk', name, ...files].join(' ');
}

function listed(known: [option: string, { value?: string }][]): string {
  return `it has ${known.map(([option, { value }]) => (value ? `--${option} ${value}` : `--${option}`)).join(', ')}`;
}

import { afterEach, expect, test, vi } from 'vitest';
import { runCommand } from './run-command.ts';

afterEach(() => vi.restoreAllMocks());

/** The lines that a command printed, and its exit code. */
async function run(...args: string[]) {
  let printed = '';
  for (const stream of ['log', 'error'] as const)
    vi.spyOn(console, stream).mockImplementation((line: string) => {
      printed += `${line}\n`;
    });
  return { code: await runCommand(args), printed };
}

test.each([
  [['sevre'], /"sevre" is no command: give one of serve, .*journal-check/],
  [['serve', '--prot', '80'], /serve has no option --prot: it has --config FILE/],
  [['-x'], /serve has no option -x/],
  [['--version', '--prot'], /"--prot" is too much: give --version alone/],
  [['serve.env', '--version'], /"serve.env" is no command/],
  [['journal-check', '--head'], /--head has no value: give --head HEAD/],
  [['journal-check', '--head', '--config', 'x'], /--head has no value/],
  [['--config', 'a', '--config', 'b'], /--config is given more than once/],
  [['journal-check', '--head', 'audit:12'], /--head: /],
  [['journal-check', 'file'], /"file" is too much: give retry-desk journal-check/],
])('%j is refused with what to give, and 64', async (args, expected) => {
  const { code, printed } = await run(...args);
  expect(code).toBe(64);
  expect(printed).toMatch(expected);
  expect(printed).toContain('retry-desk --help lists the commands.');
});

test.each([[[]], [['serve']], [['journal-check']], [['try-password-again']]])(
  '%j with a configuration that does not exist ends with 78',
  async (args) => {
    const { code, printed } = await run(...args, '--config', '/nowhere');
    expect(code).toBe(78);
    expect(printed).toContain('/nowhere does not exist');
    // Only the server needs Enterprise Manager.
    expect(printed.includes('EM_URL is missing')).toBe(args.length === 0 || args[0] === 'serve');
  },
);

test('--version, --help and the help of each command print and end with 0', async () => {
  expect(await run('--version')).toEqual({ code: 0, printed: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  const { code, printed } = await run('--help');
  expect(code).toBe(0);
  const names = [...printed.matchAll(/^ {2}([a-z][a-z-]+) /gm)].map(([, name = '']) => name);
  expect(names).toEqual(expect.arrayContaining(['serve', 'journal-check', 'try-password-again']));
  for (const name of names) {
    const help = await run(name, '--help');
    expect(help).toEqual({ code: 0, printed: expect.stringContaining(`retry-desk ${name}`) });
  }
});

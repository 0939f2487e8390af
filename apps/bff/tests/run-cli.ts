import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { runCommand } from '#cli/run-command.ts';

/** A folder that goes with the test. */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a command in this process with these settings in a file: the lines that it printed, and its exit code. */
export async function runCli(settings: Record<string, string>, ...args: string[]) {
  const config = join(ownFolder(), 'retry-desk.env');
  writeFileSync(
    config,
    Object.entries(settings)
      .map(([name, value]) => `${name}='${value}'\n`)
      .join(''),
  );
  const printed = { out: '', error: '' };
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => {
    printed.out += `${line}\n`;
  });
  const error = vi.spyOn(console, 'error').mockImplementation((line: string) => {
    printed.error += `${line}\n`;
  });
  try {
    const [command = '', ...rest] = args;
    const given = Object.keys(settings).length === 0 ? [] : ['--config', config];
    const code = await runCommand([command, ...given, ...rest]);
    return { code, ...printed };
  } finally {
    log.mockRestore();
    error.mockRestore();
  }
}

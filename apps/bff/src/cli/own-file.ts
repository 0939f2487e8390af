import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { systemFolder } from '#config/system-folder.ts';

/**
 * Accounts of Windows that may use a file of settings, by their well-known SIDs, which are the same in every language
 * (https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers): administrators, the
 * system, the owner, who has just written it, and LocalService, the account of the service, which reads it.
 */
const rights = ['*S-1-5-32-544:F', '*S-1-5-18:F', '*S-1-3-4:F', '*S-1-5-19:R'];

/** The arguments of icacls by which nobody else may use a file: nothing is inherited from its folder. */
export function icaclsArguments(path: string): string[] {
  return [path, '/inheritance:r', '/grant:r', ...rights];
}

/** Leaves a file to this account and, on Windows, to those that run services. @throws Error in plain words where that cannot be done */
export function restrictFile(path: string): void {
  if (process.platform !== 'win32') {
    chmodSync(path, 0o600);
    return;
  }
  const icacls = join(systemFolder(), 'icacls.exe');
  const { status, error } = spawnSync(icacls, icaclsArguments(path), { stdio: 'ignore', windowsHide: true });
  if (status !== 0)
    throw new Error(`other accounts could not be kept from it: icacls ended with ${error?.message ?? status}`);
}

import { join } from 'node:path';

/** The folder of Windows' own programs: by its path none of the same name in the current folder is started instead. */
export function systemFolder(): string {
  return join(process.env.SystemRoot ?? 'C:\\Windows', 'System32');
}

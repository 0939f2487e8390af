import { allocatorSettings, nodeFlags } from '../../bff/src/config/node-flags.ts';

/** Values of the environment stay as they are. */
const exportAllocatorSettings = Object.entries(allocatorSettings)
  .map(([name, value]) => `export ${name}="\${${name}:-${value}}"`)
  .join('\n');

/** The command on Linux: starts the server on the Node beside it, in the same process. */
export const shellLauncher = `#!/bin/sh
${exportAllocatorSettings}
here=$(dirname "$(readlink -f "$0")")
exec "$here/bin/node" ${nodeFlags.join(' ')} "$here/app/main.js" "$@"
`;

/** The command on Windows. */
export const windowsLauncher = `@echo off
"%~dp0bin\\node.exe" ${nodeFlags.join(' ')} "%~dp0app\\main.js" %*
`.replaceAll('\n', '\r\n');

/** The command of the npm package, for which npm makes links and Windows scripts: on the Node that runs it. */
export const nodeLauncher = `#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../app/main.js', import.meta.url));
const flags = ${JSON.stringify(nodeFlags)};
const env = { ...${JSON.stringify(allocatorSettings)}, ...process.env };
const server = spawn(process.execPath, [...flags, main, ...process.argv.slice(2)], { stdio: 'inherit', env });
// A terminal sends its signals to both; a service manager to this process alone.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGBREAK'])
  if (signal in constants.signals) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + constants.signals[signal];
});
`;

/** For WinSW, which runs the server as a service of Windows; its program is not part of the archive. */
export const winswConfig = `<service>
  <id>retry-desk</id>
  <name>Retry Desk</name>
  <description>Web desk for failed Veeam Agent backup jobs</description>
  <executable>%BASE%\\bin\\node.exe</executable>
  <arguments>${nodeFlags.join(' ')} "%BASE%\\app\\main.js" serve --config "%ProgramData%\\retry-desk\\retry-desk.env"</arguments>
  <workingdirectory>%BASE%</workingdirectory>
  <startmode>Automatic</startmode>
  <stoptimeout>20 sec</stoptimeout>
  <onfailure action="restart" delay="10 sec"/>
  <logpath>%ProgramData%\\retry-desk\\logs</logpath>
  <log mode="roll-by-size">
    <sizeThreshold>10240</sizeThreshold>
    <keepFiles>8</keepFiles>
  </log>
</service>
`.replaceAll('\n', '\r\n');

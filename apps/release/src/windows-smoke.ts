/**
 * `pnpm windows-smoke`: the zip for Windows of release/ under Wine 10, in a Debian of its own, as root on Debian. Settings by
 * setup, sign-in, a retry to its end, and a stop in order.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { unzipSync } from 'fflate';
import { freshDebian, run } from './debian-root.ts';
import { version } from './release-id.ts';
import { check, closeSteps, seconds, step } from './steps.ts';
import { createToken, freePort, retryToItsEnd, settingsFor, untilReady } from './trial.ts';
import { root } from './workspace.ts';

const name = `retry-desk-${version}-win-x64`;
const scratch = mkdtempSync(join(tmpdir(), 'retry-desk-windows-'));
const debian = join(scratch, 'debian');
const output = join(scratch, 'output.log');
// Folders and names as on Windows: with blanks.
const folder = 'root/wine/drive_c/Program Files';
const programs = `C:\\Program Files\\${name}`;
const em = new EnterpriseManagerSimulator({ seed: 1, jobs: 20 });
const job = em.world.addJob({ name: 'Under Wine', machines: ['m1'], last: 'failed', outcome: 'success' });

/** Starts a program of Windows. Its output goes to a file: Node under Wine opens no pipes of Linux. */
function wine(...argv: string[]) {
  const file = openSync(output, 'a');
  const env = { PATH: process.env.PATH ?? '', HOME: '/root', WINEPREFIX: '/root/wine', WINEDEBUG: '-all' };
  return spawn('chroot', [debian, 'wine', ...argv], { env, stdio: ['ignore', file, file] });
}

/** The running server. Wine gives each program of Windows a process of Linux, and makes Ctrl-C of its SIGINT. */
function serverProcess(): number {
  const found = readdirSync('/proc').find((pid) => {
    try {
      return (
        readlinkSync(`/proc/${pid}/root`) === debian && /node\.exe\0/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
      );
    } catch {
      return false; // no process, or one that has just ended
    }
  });
  if (found === undefined) throw new Error('no node.exe is running');
  return Number(found);
}

function unpack(): string {
  const files = unzipSync(readFileSync(join(root, 'release', `${name}.zip`)));
  for (const [path, data] of Object.entries(files)) {
    const file = join(debian, folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, data);
  }
  return `${Object.keys(files).length} files`;
}

async function printVersion(): Promise<string> {
  const [code] = await once(wine('cmd', '/c', `${programs}\\retry-desk.cmd`, '--version'), 'exit');
  const printed = readFileSync(output, 'utf8');
  check(code === 0 && printed.includes(version), `it prints its version, and ends with 0, not ${code}:\n${printed}`);
  return version;
}

/** Files of secrets get their rights by `icacls`, which Wine has and which does nothing there. */
async function setUp(): Promise<string> {
  const { EM_URL, EM_FINGERPRINT, EM_USERNAME, EM_PASSWORD } = settingsFor(em, 0);
  const answers = {
    EM_URL,
    EM_FINGERPRINT,
    EM_USERNAME,
    EM_PASSWORD,
    REACH: 'this-machine',
    DATA_DIR: 'C:\\desk\\data',
  };
  const lines = Object.entries(answers).map(([setting, value]) => `${setting}='${value}'\r\n`);
  writeFileSync(join(debian, 'root/wine/drive_c/answers.env'), lines.join(''));
  const files = join(debian, 'root/wine/drive_c/desk');
  mkdirSync(files);
  const given = ['--answers', 'C:\\answers.env', '--out', 'C:\\desk\\retry-desk.env'];
  const [code] = await once(wine('cmd', '/c', `${programs}\\retry-desk.cmd`, 'setup', ...given), 'exit');
  const written = readdirSync(files).toSorted();
  check(code === 0, `setup ended with ${code}:\n${readFileSync(output, 'utf8')}`);
  check(String(written) === 'em-password,retry-desk.env', `it wrote ${written}`);
  return `tried the account and wrote ${written.join(' and ')}`;
}

async function serve(): Promise<string> {
  const port = await freePort();
  const settings = { ...settingsFor(em, port), DATA_DIR: 'C:\\ProgramData\\retry-desk\\data' };
  const lines = Object.entries(settings).map(([setting, value]) => `${setting}='${value}'\r\n`);
  writeFileSync(join(debian, 'root/wine/drive_c/retry-desk.env'), lines.join(''));
  const begun = performance.now();
  const child = wine('cmd', '/c', `${programs}\\retry-desk.cmd`, 'serve', '--config', 'C:\\retry-desk.env');
  const ended = once(child, 'exit');
  const desk = { url: `http://127.0.0.1:${port}`, output: () => readFileSync(output, 'utf8') };
  try {
    await untilReady(desk);
    const ready = seconds(begun);
    const { state } = await retryToItsEnd(desk, await createToken(desk), job.id);
    check(state === 'succeeded', `the retry ended as ${state}:\n${desk.output()}`);
    process.kill(serverProcess(), 'SIGINT');
    await ended;
    for (const event of ['em.logged-off', 'process.stopped'])
      check(desk.output().includes(event), `it stopped in order, with ${event}:\n${desk.output()}`);
    return `ready after ${ready}, signed in, a retry ${state}, stopped by Ctrl-C in order`;
  } finally {
    child.kill('SIGKILL');
  }
}

if (process.getuid?.() !== 0)
  throw new Error('Wine runs in a Debian of its own, which is made and entered by root alone.');
try {
  await em.start(0);
  await step('a Debian with Wine', () => freshDebian('trixie', ['wine64', 'wine'], debian));
  run('mount', ['--types', 'proc', 'proc', join(debian, 'proc')]);
  await step('the zip is unpacked', unpack);
  await step('retry-desk.cmd --version', printVersion);
  await step('retry-desk.cmd setup', setUp);
  await step('retry-desk.cmd serve', serve);
} finally {
  await em.stop();
  run('chroot', [debian, 'env', 'WINEPREFIX=/root/wine', 'wineserver', '--kill', '--wait']);
  run('umount', [join(debian, 'proc')]);
  run('rm', ['-rf', scratch]);
}
closeSteps();

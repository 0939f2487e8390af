import { execFileSync, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createLogOutput } from '#telemetry/log-output.ts';
import { smallDisk } from './small-disk.ts';

// Files stay open: a late write at the end of a test would meet another file with the same descriptor.
const line = (n: number) => `{"n":${n},"text":"${'x'.repeat(200)}"}\n`;

test('on a full disk lines are kept up to a bound, dropped beyond it and counted, and nothing waits; with room again it goes on where it was', async () => {
  const disk = smallDisk();
  const file = join(disk.folder, 'log');
  const lost: { lines: number; why: string }[] = [];
  const output = createLogOutput(openSync(file, 'a'), {
    mostBufferedBytes: 20_000,
    onAgain: (each) => void lost.push(each),
  });
  output.write(line(0));
  await output.drained(10_000);
  disk.fill();
  const beganAt = performance.now();
  for (let n = 1; n <= 5_000; n += 1) output.write(line(n));
  expect(performance.now() - beganAt).toBeLessThan(2_000);
  await vi.waitFor(() => expect(output.health.state).toBe('failing'));
  const { dropped } = output.health;
  expect(dropped).toBeGreaterThan(4_500);
  await output.drained(300);
  disk.free();
  await vi.waitFor(() => expect(output.health).toMatchObject({ state: 'ok', dropped }), { timeout: 10_000 });
  expect(lost).toEqual([{ lines: dropped, why: expect.any(String) }]);
  output.write(line(5_001));
  await output.drained(10_000);
  const numbers = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((each) => JSON.parse(each).n);
  const buffered = 5_000 - dropped;
  expect(numbers).toEqual([...Array.from({ length: buffered + 1 }, (_, n) => n), 5_001]);
});

test('a device without room costs lines and nothing else', async () => {
  const output = createLogOutput(openSync('/dev/full', 'w'), { mostBufferedBytes: 1_000 });
  for (let n = 0; n < 100; n += 1) output.write(line(n));
  await vi.waitFor(() => expect(output.health.state).toBe('failing'));
  expect(output.health.dropped).toBeGreaterThan(90);
  const beganAt = performance.now();
  await output.drained(200);
  expect(performance.now() - beganAt).toBeLessThan(5_000);
});

test('a pipe whose reader stops, goes on, and dies', async () => {
  const disk = smallDisk();
  const [pipe, file] = [join(disk.folder, 'pipe'), join(disk.folder, 'read')];
  execFileSync('bash', ['-c', 'mkfifo "$0"', pipe]);
  const reader = spawn('bash', ['-c', 'exec cat < "$0" > "$1"', pipe, file], { stdio: 'ignore' });
  onTestFinished(() => void reader.kill('SIGKILL'));
  // Opened once both ends are there.
  const fd = openSync(pipe, 'a');
  const output = createLogOutput(fd, { mostBufferedBytes: 20_000 });
  output.write(line(0));
  await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toBe(line(0)), { timeout: 10_000 });
  reader.kill('SIGSTOP');
  for (let n = 1; n <= 5_000; n += 1) output.write(line(n));
  // A pipe whose writers wait blocks a thread, not us.
  await vi.waitFor(() => expect(output.health.state).toBe('failing'), { timeout: 10_000 });
  const { dropped } = output.health;
  expect(dropped).toBeGreaterThan(4_000);
  reader.kill('SIGCONT');
  await vi.waitFor(() => expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(5_001 - dropped), {
    timeout: 10_000,
  });
  reader.kill('SIGKILL');
  await vi.waitFor(
    () => {
      output.write(line(6_000));
      expect(output.health.state).toBe('failing');
    },
    { timeout: 10_000 },
  );
});

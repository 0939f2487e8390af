import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { UsageError } from './command.ts';

const names = [
  ...(['EM_URL', 'EM_FINGERPRINT', 'EM_USERNAME', 'EM_PASSWORD_FILE', 'EM_PASSWORD'] as const),
  ...(['REACH', 'DATA_DIR', 'PUBLIC_URL', 'TRUST_PROXY', 'HOST'] as const),
];
type Name = (typeof names)[number];

/** Answers by the name of a setting: from a file, or by a person at the terminal. */
export type Questions = {
  /** @throws UsageError where answers come from a file and this one is not in it */
  ask(name: Name, question: string, how?: { hidden?: true; fallback?: string }): Promise<string>;
  close(): void;
};

/**
 * Nobody is asked: all answers are there, or have a value that is taken without one.
 * @throws UsageError where one is there that setup has no question for, and would leave out
 */
export function answersOf(values: ReadonlyMap<string, string>): Questions {
  const other = [...values.keys()].filter((name) => !names.some((known) => known === name));
  if (other.length > 0)
    throw new UsageError(
      `The answers hold ${other.join(', ')}, which setup does not ask for: give some of ${names.join(', ')}, and add other settings to the file that it writes.`,
    );
  return {
    async ask(name, question, { hidden, fallback } = {}) {
      const given = values.get(name);
      const answer = (hidden ? given : given?.trim()) || fallback;
      if (answer === undefined) throw new UsageError(`The answers hold no ${name} (${question}): give ${name}=….`);
      return answer;
    },
    close: () => undefined,
  };
}

/** Asks at the terminal; what is typed for a hidden answer is not shown. */
export function terminalQuestions(): Questions {
  let isHidden = false;
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!isHidden) process.stdout.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY === true });
  const waiting: string[] = [];
  let isOver = false;
  let wake = () => undefined as undefined;
  // Lines that come faster than the questions, as from a pipe, are not lost.
  lines.on('line', (line) => {
    waiting.push(line);
    wake();
  });
  lines.on('close', () => {
    isOver = true;
    wake();
  });

  async function nextLine(): Promise<string> {
    while (waiting.length === 0) {
      if (isOver) throw new UsageError('The answers ended before the questions; nothing was written.');
      await new Promise<void>((resolve) => {
        wake = () => void resolve();
      });
    }
    return waiting.shift() ?? '';
  }

  return {
    async ask(_name, question, { hidden, fallback } = {}) {
      for (;;) {
        process.stdout.write(fallback === undefined ? `${question}: ` : `${question} [${fallback}]: `);
        isHidden = hidden === true;
        const line = await nextLine();
        // A password may begin or end with a blank.
        const answer = hidden ? line : line.trim();
        isHidden = false;
        if (hidden) process.stdout.write('\n');
        if (answer !== '' || fallback !== undefined) return answer || (fallback ?? '');
      }
    },
    close: () => lines.close(),
  };
}

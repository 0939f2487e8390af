import { existsSync } from 'node:fs';
import { readSettingsFile } from '#config/settings-file.ts';
import { type Command, exitCodes, type Given, UsageError } from './command.ts';
import { answersOf, type Questions, terminalQuestions } from './questions.ts';
import { writeSetup } from './setup-files.ts';
import { askAccount, askAddress, askReach, type Setup } from './setup-questions.ts';

/** `setup`: from the address of Enterprise Manager to a file of settings that a start takes. */
export const setup: Command = {
  name: 'setup',
  what: 'asks for Enterprise Manager, tries it, and writes a file of settings to start with',
  files: [],
  options: {
    answers: { value: 'FILE', what: 'answers as KEY=value, named as the settings, and REACH; nobody is asked then' },
    out: { value: 'FILE', what: 'the file to write; retry-desk.env where absent' },
  },
  async run(given) {
    const out = given.text('out') ?? 'retry-desk.env';
    if (existsSync(out)) throw new UsageError(`${out} is there already and is not overwritten: give another --out.`);
    const questions = questionsOf(given);
    try {
      const made: Setup = { values: new Map(), password: null, certificate: null };
      const steps = [askAddress, askAccount, askReach];
      for (const step of steps) {
        const missing = await step(questions, made);
        if (missing === null) continue;
        console.error(`${missing}\nNothing was written.`);
        return exitCodes.failed;
      }
      for (const line of writeSetup(out, made)) console.log(line);
      return exitCodes.ok;
    } finally {
      questions.close();
    }
  },
};

function questionsOf(given: Given): Questions {
  const path = given.text('answers');
  if (path === undefined) return terminalQuestions();
  const { values, faults } = readSettingsFile(path);
  if (faults.length > 0) throw new UsageError(faults.join('\n'));
  return answersOf(values);
}

import { expect, test } from 'vitest';
import { signInWords } from '#features/access/words.ts';
import { auditWords } from '#features/audit/words.ts';
import { byCauseWords } from '#features/board/causes/cause-words.ts';
import { jobWords } from '#features/job/words.ts';
import { machineWords } from '#features/machines/words.ts';
import { settingsWords } from '#features/settings/words.ts';
import { wallWords } from '#features/wall/words.ts';
import { words } from '#lib/words.ts';
import { cardDetails, cardTexts } from '#lib/words-cards.ts';
import { causeWords } from '#lib/words-causes.ts';

/** Turns all that follows it around, unless it is isolated. */
const turning = '\u202eecnaniF';

/** How a parameter is called that takes a name or a text which is not ours. */
const foreign = /^(who|person|user|name|job|machine|reason|text|title)$/;

/** Only spoken: names of buttons, and what the live region of the board announces. */
const spoken = /^words\.board\.(said\.\w+|selectJob|copyJob|retryJob|showReasons)$/;

type Sentence = { path: string; parameters: string[]; say: (...given: unknown[]) => unknown };

function isSentence(value: unknown): value is Sentence['say'] {
  return typeof value === 'function';
}

function sentencesOf(path: string, value: unknown): Sentence[] {
  if (isSentence(value)) {
    const parameters = /^\(?([^)=]*)\)?\s*=>/.exec(String(value))?.[1] ?? '';
    return [{ path, parameters: parameters.split(',').map((name) => name.trim()), say: value }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => sentencesOf(`${path}.${name}`, inner));
}

test('no name, machine or reason of somebody else turns around the sentence of ours it stands in', () => {
  const catalogues = {
    words,
    auditWords,
    byCauseWords,
    cardDetails,
    cardTexts,
    causeWords,
    jobWords,
    machineWords,
    settingsWords,
    signInWords,
    wallWords,
  };
  const sentences = Object.entries(catalogues)
    .flatMap(([name, catalogue]) => sentencesOf(name, catalogue))
    .filter(({ path, parameters }) => parameters.some((name) => foreign.test(name)) && !spoken.test(path));
  expect(sentences.length).toBeGreaterThan(15);
  const turned = sentences.filter(({ parameters, say }) =>
    String(say(...parameters.map((name) => (foreign.test(name) ? turning : 3))))
      .replace(/\u2068[^\u2069]*\u2069/g, '')
      .includes('\u202e'),
  );
  expect(turned.map(({ path }) => path)).toEqual([]);
});

/** A word that was given up. `in`: everywhere it is written, or in names of code and files only, as it is plain English elsewhere. */
type Retired = { words: string; instead: string; in: 'everything' | 'names' };

/** Whole words, after names have been split at capitals, dashes and underscores. */
const retired: readonly Retired[] = [
  { words: 'says saying knows', instead: 'show, list, report, hold, name; of programs: have', in: 'everything' },
  { words: 'told tell tells telling', instead: 'publish, report, show; of things: distinguish', in: 'everything' },
  { words: 'hear hears heard hearing', instead: 'receive, notice', in: 'everything' },
  { words: 'news', instead: 'changes, change log', in: 'everything' },
  { words: 'duty duties', instead: 'leader lease', in: 'everything' },
  { words: 'estate estates', instead: 'inventory', in: 'everything' },
  { words: 'errand errands', instead: 'background queue', in: 'everything' },
  { words: 'beat beats', instead: 'poll loop, schedule', in: 'everything' },
  { words: 'picture pictures', instead: 'data, view; of an image: screenshot', in: 'everything' },
  { words: 'whoever whatsoever', instead: 'the subject by its name', in: 'everything' },
  { words: 'asker askers', instead: 'requester', in: 'everything' },
  { words: 'looks', instead: 'checks, check schedule', in: 'names' },
  { words: 'wants', instead: 'backlog, pending', in: 'names' },
  { words: 'rounds', instead: 'poll cycle', in: 'names' },
  { words: 'settle settled settles', instead: 'debounced, resolved, drained, past', in: 'names' },
  { words: 'kept', instead: 'cached, incremental, memo', in: 'names' },
];

/** Where a retired word stays, and why. `at`: the beginning of a path. */
type Exception = { at: string; words: string; why: string };

export const exceptions: readonly Exception[] = [
  { at: 'packages/checks/src/retired-words.ts', words: '*', why: 'this list' },
  { at: 'packages/checks/tests/retired-words.test.ts', words: '*', why: 'tries this list' },
  {
    at: 'apps/bench/',
    words: 'estate rounds',
    why: 'a measurement that people type, `bench estate`; rounds of a measurement',
  },
  { at: 'docs/performance.md', words: 'estate', why: 'names that measurement' },
  {
    at: 'apps/web/src/',
    words: 'settled',
    why: '`onSettled` and `allSettled`, as React Query and the language call them',
  },
  {
    at: 'apps/bff/src/store/',
    words: 'news duties',
    why: 'the tables `em_news` and `duties` of databases that are in use',
  },
  { at: 'apps/bff/src/retries/collect-unseen.ts', words: 'duties', why: 'the table `duties` of databases in use' },
  {
    at: 'apps/bff/tests/change-feed.test.ts',
    words: 'news duties',
    why: 'the tables `em_news` and `duties` of databases that are in use',
  },
  { at: 'apps/bff/tests/', words: 'settled', why: '`allSettled`, as the language calls it' },
  { at: 'apps/bff/src/store/sqlite-driver.test.ts', words: 'settled', why: '`allSettled`, as the language calls it' },
  { at: 'docs/architecture.md', words: 'news', why: 'the table `em_news` of databases that are in use' },
  {
    at: 'docs/decisions/007-',
    words: 'news duties',
    why: 'the tables `em_news` and `duties` of databases that are in use',
  },
];

/** Folders where the renaming is still to come. Empty when it is done. */
export const stillToCome: readonly string[] = [];

const everywhere = byWord('everything');
const inNames = byWord('names');
/** Quicker than taking every line apart: most hold none. */
const suspicious = new RegExp([...everywhere.keys(), ...inNames.keys()].join('|'), 'i');

function byWord(place: Retired['in']): ReadonlyMap<string, string> {
  const some = retired.filter((each) => each.in === place);
  return new Map(some.flatMap(({ words, instead }) => words.split(' ').map((word) => [word, instead])));
}

/** The words of a text, in lower case. */
function wordsOf(text: string): string[] {
  return (
    text
      .replace(/([a-z\d])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .match(/[a-z]+/g) ?? []
  );
}

/** A line of code without comments and texts, as far as one line shows. */
function namesOf(line: string): string {
  return line.replace(/\/\*.*?(?:\*\/|$)|^\s*\*.*|\/\/.*|'[^']*'|"[^"]*"|`[^`]*`/g, ' ');
}

/** The family of reasons that are none, by its name in the interface and in the field. */
const familyName = /\bsays(?:[ -]n|N)othing\b/g;

/** Titles of tests that a document quotes behind their file are what they are there. */
function withoutQuotedTitles(line: string): string {
  return line.replace(/(`[^`]*\.(?:test|spec)\.ts`) "[^"]*"/g, '$1');
}

/** A comment, or the title of a test, whose subject is a clause; of a block comment each first word of a line counts. */
const clauseAsSubject =
  /(?:\/\*\*|\/\/|^\s*\*) (?:Who|What|Whatever)\b|\b(?:test|describe|step)\(['"`](?:who|what|whatever)\b|^\s*\]\)\(['"`](?:who|what|whatever)\b/;

/** Speech of data, and knowledge of nobody, in words that are plain English of people. */
const speechOfData =
  /\b(?:no ?body|no one) (?:can |could )?(?:know|knew)\b|\b(?:say|said|speaks?) (?:so|nothing|no|why)\b/i;

/** The retired words in a file and in its name, each as a sentence that says what to use instead. */
export function retiredWords(path: string, text: string): string[] {
  const allowed = new Set(exceptions.filter(({ at }) => path.startsWith(at)).flatMap(({ words }) => words.split(' ')));
  if (allowed.has('*')) return [];
  const isCode = /\.tsx?$/.test(path);
  const fault = (place: string, words: readonly string[], from: ReadonlyMap<string, string>) =>
    words
      .filter((word) => from.has(word) && !allowed.has(word))
      .map((word) => `${place}: "${word}" is retired; use ${from.get(word)}`);
  const inPath = wordsOf(path);
  return [
    ...fault(path, inPath, everywhere),
    ...fault(path, inPath, inNames),
    ...text.split('\n').flatMap((whole, index) => {
      const line = whole.replace(familyName, '');
      const place = `${path}:${index + 1}`;
      if (isCode && clauseAsSubject.test(line)) return [`${place}: begin with the subject, not with who or what`];
      if (speechOfData.test(line)) return [`${place}: data shows, lists or reports; what nobody knows is unknown`];
      if (!suspicious.test(line)) return [];
      const names = isCode ? fault(place, wordsOf(namesOf(line)), inNames) : [];
      return [...fault(place, wordsOf(isCode ? line : withoutQuotedTitles(line)), everywhere), ...names];
    }),
  ];
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Parameters } from '#http/exchange.ts';
import { questionOf } from '#query/question.ts';
import { agentRuns, agentSessions, backupSessions, taskSessions } from '#query/types.ts';
import { Accounts } from '#session/accounts.ts';
import { Tasks } from '#session/tasks.ts';
import { WorldControls } from '#world/controls.ts';
import type { Scope } from '#world/ledger.ts';
import { beginRetry, mayRetry } from '#world/operations.ts';
import type { SessionRow } from '#world/session-row.ts';
import { World } from '#world/world.ts';
import { everyRow, FIELDS, type Held, keyOf, type Reading } from './every-session.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const BIRTH = Date.UTC(2026, 2, 11, 9);
const TYPES = {
  sessions: backupSessions,
  'agent-sessions': agentSessions,
  'agent-runs': agentRuns,
  machines: taskSessions,
};

type Test = (row: SessionRow) => boolean;
/** A filter in words, and the same as a function. */
type Asked = { text: string; meets: Test };
/** A filter before it is known which rows there are: terms take their values from one of them. */
type Wish =
  | { kind: 'term'; field: number; operator: string; from: number; shift: number }
  | { kind: ';' | ','; parts: Wish[] };

const wishes = fc.letrec<{ wish: Wish }>((tie) => ({
  wish: fc.oneof(
    { depthSize: 'medium' },
    fc.record({
      kind: fc.constant('term' as const),
      field: fc.nat(20),
      operator: fc.constantFrom('==', '==', '!=', '<', '>', '<=', '>='),
      from: fc.nat(),
      shift: fc.oneof(fc.constant(0), fc.integer({ min: -1, max: 1 }), fc.integer({ min: -DAY, max: DAY })),
    }),
    fc.record({
      kind: fc.constantFrom(';' as const, ',' as const),
      parts: fc.array(tie('wish'), { minLength: 2, maxLength: 3 }),
    }),
  ),
})).wish;

function asked(wish: Wish, rows: SessionRow[], fields: Record<string, Reading>): Asked {
  if (wish.kind !== 'term') {
    const parts = wish.parts.map((part) => asked(part, rows, fields));
    const texts = parts.map(({ text }, place) => (wish.kind === ',' && place === 0 ? text : `(${text})`));
    const all = wish.kind === ';';
    return {
      text: texts.join(wish.kind),
      meets: (row) => (all ? parts.every(({ meets }) => meets(row)) : parts.some(({ meets }) => meets(row))),
    };
  }
  const names = Object.keys(fields);
  const name = names[wish.field % names.length] ?? '';
  const read = fields[name] ?? (() => null);
  const row = rows[wish.from % Math.max(1, rows.length)];
  const held = (row === undefined ? null : read(row)) ?? BIRTH;
  const value = typeof held === 'number' && name !== 'Progress' ? held + wish.shift : held;
  const text = name.endsWith('Time') ? new Date(Number(value)).toISOString() : String(value).toUpperCase();
  return { text: `${name}${wish.operator}"${text}"`, meets: (each) => compares(read(each), wish.operator, value) };
}

function compares(held: Held, operator: string, value: string | number): boolean {
  if (held === null) return operator === '!=';
  const [left, right] = [plain(held), plain(value)];
  if (operator.endsWith('=') && left === right) return operator !== '!=';
  if (operator === '!=') return true;
  return (operator.startsWith('<') && left < right) || (operator.startsWith('>') && left > right);
}

function plain(held: string | number): string | number {
  return typeof held === 'string' ? held.toLowerCase() : held;
}

const questions = fc.record({
  scope: fc.constantFrom<Scope>('sessions', 'agent-sessions', 'agent-runs', 'machines'),
  wish: fc.option(wishes, { nil: undefined, freq: 8 }),
  sort: fc.constantFrom(undefined, 'CreationTime', 'CreationTime', 'EndTime', 'Result', 'State'),
  descending: fc.boolean(),
  size: fc.integer({ min: 1, max: 300 }),
});
type Question = typeof questions extends fc.Arbitrary<infer Each> ? Each : never;

/** Asks and compares with the naive answer; sessions asked again must come in the same order. */
function check(world: World, { scope, wish, sort, descending, size }: Question): void {
  const rows = everyRow(world, scope);
  const filter = wish === undefined ? { text: '', meets: () => true } : asked(wish, rows, FIELDS[scope]);
  const order = sort === undefined ? '' : `&sort${descending ? 'Desc' : 'Asc'}=${sort}`;
  const question = questionOf(new Parameters(`filter=${encodeURIComponent(filter.text)}${order}`));
  const source = { world, tasks: new Tasks(world.clock), accounts: new Accounts() };
  const found = TYPES[scope].find(source, question);
  const whole = found.slice(0, found.count);
  expect(whole.map(keyOf).toSorted(), filter.text).toEqual(rows.filter(filter.meets).map(keyOf).toSorted());
  expect(found.slice(found.count, found.count + size)).toEqual([]);
  const pages = [];
  for (let from = 0; from < found.count; from += size) pages.push(...found.slice(from, from + size));
  expect(pages.map(keyOf)).toEqual(whole.map(keyOf));
  const again = TYPES[scope].find(source, question);
  expect(again.slice(0, again.count).map(keyOf)).toEqual(whole.map(keyOf));
  if (sort !== undefined) expectOrder(whole.map(FIELDS[scope][sort] ?? (() => null)), descending);
}

function expectOrder(held: Held[], descending: boolean): void {
  const rising = (descending ? held.toReversed() : held).map((each) => (each === null ? '' : plain(each)));
  for (const [place, each] of rising.entries()) {
    const before = rising[place - 1];
    if (before !== undefined && before !== '') expect(each >= before && each !== '').toBe(true);
  }
}

const ACTIONS = ['start', 'finish', 'fail', 'retry', 'remove', 'add', 'add-running', 'collect', 'days'] as const;
const steps = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('ask' as const), which: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), which: fc.nat(180 * MINUTE) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom(...ACTIONS), which: fc.nat() }) },
);
type Clock = { at: number; now(): number };

function act(
  step: { do: (typeof ACTIONS)[number] | 'wait'; which: number },
  world: World,
  controls: WorldControls,
  clock: Clock,
): void {
  const jobs = [...world.jobs.values()];
  const job = jobs[step.which % Math.max(1, jobs.length)];
  if (step.do === 'wait') clock.at += step.which;
  else if (step.do === 'days') clock.at += (step.which % 9) * DAY;
  else if (step.do === 'collect') controls.collect();
  else if (step.do.startsWith('add')) {
    controls.addJob({
      name: `Added ${jobs.length}`,
      machines: ['a', 'b'],
      last: step.do === 'add' ? 'failed' : 'running',
    });
  } else if (job === undefined) return;
  else if (step.do === 'start') controls.startRun(job);
  else if (step.do === 'finish') controls.finishRun(job, 'warning');
  else if (step.do === 'fail') controls.fail(job);
  else if (step.do === 'remove') controls.removeJob(job);
  else if (mayRetry(world, job)) beginRetry(world, job, clock.at + 100);
}

test.each([0, 15, 60])(
  'with a collection every %d minutes, any question gets the rows that looking at each one by one gives, page by page',
  (collectionMinutes) => {
    const worlds = fc.record({
      seed: fc.nat(1000),
      jobs: fc.integer({ min: 0, max: 24 }),
      runsSchedules: fc.boolean(),
      asked: fc.tuple(questions, questions, questions),
      steps: fc.array(steps, { minLength: 3, maxLength: 14 }),
    });
    fc.assert(
      fc.property(worlds, ({ seed, jobs, runsSchedules, asked: three, steps: all }) => {
        const clock = { at: BIRTH, now: () => clock.at };
        const moving = { runsSchedules, schedules: 'mixed', timeZones: ['Europe/Vienna', 'UTC'] } as const;
        const world = new World({ seed, jobs, clock, speed: 1, collectionMinutes, ...moving });
        const controls = new WorldControls(world);
        for (const step of all) {
          if (step.do === 'ask') check(world, three[step.which % 3] ?? three[0]);
          else act({ do: step.do, which: step.which }, world, controls, clock);
        }
        for (const question of three) check(world, question);
      }),
      { numRuns: 60 },
    );
  },
);

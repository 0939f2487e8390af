import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Content, compareContents, type Fields, matcherOf, timeIn } from './field.ts';
import { parseFilter } from './filter.ts';

const GUID = '78c3919c-54d7-43fe-b047-485d3566f11f';
type Row = { text: string | null; guid: string; count: number | null; at: number | null };
const fields: Fields<Row> = {
  name: { kind: 'text', of: (row) => row.text },
  uid: { kind: 'uid', of: (row) => row.guid },
  progress: { kind: 'number', of: (row) => row.count },
  endtime: { kind: 'time', of: (row) => row.at },
  state: { kind: 'text', of: (row) => row.text, words: ['Working', 'Stopped'] },
};
const row: Row = { text: 'Stopped', guid: GUID, count: 40, at: Date.UTC(2026, 2, 11, 9) };

function meets(filter: string, changes: Partial<Row> = {}): boolean {
  return matcherOf(parseFilter(filter), fields)({ ...row, ...changes });
}

function timeOf(value: string): number {
  return timeIn({ name: 'endtime', operator: '==', value });
}

describe('times', () => {
  test.each([
    ['2026-03-11T09:00:00Z', Date.UTC(2026, 2, 11, 9)],
    ['2026-03-11T09:00:00', Date.UTC(2026, 2, 11, 9)],
    ['2026-03-11 09:00:00', Date.UTC(2026, 2, 11, 9)],
    ['2026-03-11T09:00', Date.UTC(2026, 2, 11, 9)],
    ['2026-03-11T09:00Z', Date.UTC(2026, 2, 11, 9)],
    ['2026-03-11T09:00:00z', Date.UTC(2026, 2, 11, 9)],
    ['2026-03-11T09:00:00.25Z', Date.UTC(2026, 2, 11, 9, 0, 0, 250)],
    ['2026-03-11T09:00:00.1234567Z', Date.UTC(2026, 2, 11, 9, 0, 0, 123)],
    ['2026-03-11T09:00:00+01:00', Date.UTC(2026, 2, 11, 8)],
    ['2026-03-11T09:00:00-0530', Date.UTC(2026, 2, 11, 14, 30)],
    ['2026-03-11', Date.UTC(2026, 2, 11)],
    ['  2026-03-11  ', Date.UTC(2026, 2, 11)],
  ])('%s', (text, instant) => {
    expect(timeOf(text)).toBe(instant);
  });

  test.each(['', 'yesterday', '11.03.2026', '2026-13-01', '2026-03-11T25:00:00Z', '2026-03-11T09', '1773219600000'])(
    '%j is refused with 400',
    (text) => {
      expect(() => timeOf(text)).toThrow(expect.objectContaining({ status: 400 }));
    },
  );

  test('any instant written as ISO is read back', () => {
    const instants = fc.integer({ min: 0, max: Date.UTC(2100, 0) });
    fc.assert(
      fc.property(instants, (instant) => {
        expect(timeOf(new Date(instant).toISOString())).toBe(instant);
      }),
    );
  });
});

describe('UIDs', () => {
  test.each([GUID, GUID.toUpperCase(), `urn:veeam:Job:${GUID}`, `urn:veeam:AgentBackupJob:${GUID.toUpperCase()}`])(
    '%s names the row',
    (uid) => {
      expect(meets(`Uid==${uid}`)).toBe(true);
      expect(meets(`Uid!=${uid}`)).toBe(false);
    },
  );

  test('a text that is no GUID names no row', () => {
    expect(meets(`Uid==${GUID.slice(1)}`)).toBe(false);
    expect(meets(`Uid==urn:other:Job:${GUID}`)).toBe(false);
  });
});

test('names of properties and texts are compared in any case', () => {
  expect(meets('NAME==sToPPed')).toBe(true);
  expect(meets('State==sToPPed')).toBe(true);
  expect(meets('State!=STOPPED')).toBe(false);
  expect(meets('State==Stop')).toBe(false);
});

test('an unknown property is refused with 400, even one that every object has', () => {
  for (const name of ['Colour', 'constructor', '__proto__', 'toString']) {
    expect(() => meets(`${name}==1`)).toThrow(expect.objectContaining({ status: 400 }));
  }
});

test('an unknown property is refused behind a part that already decides', () => {
  expect(() => meets('Name==Stopped,Colour==1')).toThrow(expect.objectContaining({ status: 400 }));
});

test.each(['Progress==', 'Progress==many', 'Progress==""', 'Progress>NaN', 'EndTime>soon'])(
  'the value in %s is refused with 400',
  (filter) => {
    expect(() => meets(filter)).toThrow(expect.objectContaining({ status: 400 }));
  },
);

test('an absent value is unequal to everything and neither below nor above it', () => {
  for (const operator of ['==', '<', '>', '<=', '>=']) {
    expect(meets(`EndTime${operator}2026-03-11`, { at: null })).toBe(false);
    expect(meets(`Name${operator}Stopped`, { text: null })).toBe(false);
    expect(meets(`State${operator}Stopped`, { text: null })).toBe(false);
    expect(meets(`Progress${operator}0`, { count: null })).toBe(false);
  }
  expect(meets('EndTime!=2026-03-11', { at: null })).toBe(true);
  expect(meets('State!=Stopped', { text: null })).toBe(true);
});

test('every operator compares as it reads', () => {
  fc.assert(
    fc.property(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }), (held, asked) => {
      const operators = ['==', '!=', '<', '>', '<=', '>='];
      const answers = operators.map((operator) => meets(`Progress${operator}${asked}`, { count: held }));
      expect(answers).toEqual([
        held === asked,
        held !== asked,
        held < asked,
        held > asked,
        held <= asked,
        held >= asked,
      ]);
    }),
  );
});

test('and, or and groups decide as they read', () => {
  expect(meets('Name==x,Name==Stopped;Progress==40')).toBe(true);
  expect(meets('(Name==x,Name==Stopped);Progress==41')).toBe(false);
  expect(meets('Name==Stopped,Name==x;Progress==41')).toBe(true);
});

test('a list of values holds what one of them holds alone, of every kind of property', () => {
  const values = {
    Name: ['sToPPed', 'x', '""'],
    State: ['Working', 'STOPPED', 'Stop'],
    Uid: [GUID.toUpperCase(), `urn:veeam:Job:${GUID}`, GUID.slice(1)],
    Progress: ['40', '040', '41'],
    EndTime: ['2026-03-11T09:00', '2026-03-11T10:00:00+01:00', '2026-03-11'],
  };
  const rows: Partial<Row>[] = [{}, { text: '' }, { text: null, count: null, at: null, guid: '' }];
  for (const [name, listed] of Object.entries(values)) {
    for (const changes of rows) {
      const [first, second, third] = listed.map((value) => meets(`${name}==${value}`, changes));
      const pair = (left: number, right: number) =>
        meets(`${name}==${listed[left]},${name}==${listed[right]}`, changes);
      expect([name, pair(0, 1), pair(1, 2)]).toEqual([name, first || second, second || third]);
    }
  }
  expect(() => meets('Progress==1,Progress==many')).toThrow(expect.objectContaining({ status: 400 }));
  expect(() => meets('Colour==1,Colour==2')).toThrow(expect.objectContaining({ status: 400 }));
});

test('contents have one order, what is absent first', () => {
  const contents: Content[] = [7, null, 3, null, 5];
  expect(contents.toSorted(compareContents)).toEqual([null, null, 3, 5, 7]);
  expect(compareContents('a', 'a')).toBe(0);
});

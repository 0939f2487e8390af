import fc from 'fast-check';
import { expect, test } from 'vitest';
import { childGuid, familyOf, guidIn, guidOf, leadOf, runGuid, taskSessionGuid } from './guid.ts';

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const runs = fc.tuple(fc.string(), fc.nat(400)).map(([job, number]) => runGuid(familyOf(job), number));
const machines = fc.nat(500);

test('a run leads to itself', () => {
  fc.assert(
    fc.property(runs, (id) => {
      expect(id).toMatch(GUID);
      expect(leadOf(id)).toEqual({ runId: id, kind: 'run', machine: -1 });
    }),
  );
});

test('one run in a million, whose numbers come to a small negative one, has a GUID as well', () => {
  expect(runGuid('e15ddb28', 1)).toMatch(GUID);
});

test('a child and a machine task session lead back to their run and machine', () => {
  fc.assert(
    fc.property(runs, machines, (runId, machine) => {
      expect(leadOf(childGuid(runId, machine))).toEqual({ runId, kind: 'child', machine });
      expect(leadOf(taskSessionGuid(runId, machine))).toEqual({ runId, kind: 'task-session', machine });
      expect(childGuid(runId, machine)).toMatch(GUID);
      expect(taskSessionGuid(runId, machine)).toMatch(GUID);
    }),
  );
});

test('twelve thousand runs with their children and task sessions share no GUID', () => {
  const ids = new Set<string>();
  let made = 0;
  for (let job = 0; job < 300; job += 1) {
    const family = familyOf(guidOf(`job/${job}`));
    for (let number = 0; number < 40; number += 1) {
      const id = runGuid(family, number);
      for (const each of [id, childGuid(id, 0), childGuid(id, 7), taskSessionGuid(id, 0), taskSessionGuid(id, 7)]) {
        ids.add(each);
        made += 1;
      }
    }
  }
  expect(ids.size).toBe(made);
});

test('twenty thousand keys have twenty thousand GUIDs, the same ones every time', () => {
  const ids = Array.from({ length: 20_000 }, (_, key) => guidOf(`1/job/${key}`));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => GUID.test(id))).toBe(true);
  expect(guidOf('1/job/0')).toBe(ids[0]);
});

test('all runs of a job begin with its family', () => {
  const family = familyOf('a job');
  for (let number = 0; number < 50; number += 1) expect(runGuid(family, number).startsWith(`${family}-`)).toBe(true);
});

test('a GUID is read from itself or from a URN, in any case, and from nothing else', () => {
  const id = '78c3919c-54d7-43fe-b047-485d3566f11f';
  for (const text of [id, id.toUpperCase(), ` ${id} `, `urn:veeam:AgentBackupJob:${id}`, `URN:VEEAM:Job:${id}`]) {
    expect(guidIn(text)).toBe(id);
  }
  for (const text of [
    '',
    'urn:veeam:Job:',
    `${id}0`,
    `x${id}`,
    `urn:veeam:${id}`,
    id.replaceAll('-', ''),
    '-'.repeat(36),
  ]) {
    expect(guidIn(text)).toBeUndefined();
  }
});

import { expect, test } from 'vitest';
import { element, inlineList, list, value } from './element.ts';
import { writeJson } from './json.ts';
import { wireOf } from './wire.ts';

const V12 = wireOf('v12', {});
const V13 = wireOf('v13', {});

test('v12 names members in PascalCase and writes nulls', () => {
  const node = element('Session', { Name: 'a', UID: 'urn', Href: null }, [
    value('EndTimeUTC', null),
    value('IsRetry', false),
  ]);
  expect(writeJson(node, V12)).toBe('{"EndTimeUTC":null,"IsRetry":false,"Name":"a","UID":"urn","Href":null}');
});

test.each([
  ['UID', 'uid'],
  ['EndTimeUTC', 'endTimeUTC'],
  ['CreationTimeUTC', 'creationTimeUTC'],
  ['JobUid', 'jobUid'],
  ['Href', 'href'],
  ['VmDisplayName', 'vmDisplayName'],
  ['OSVersion', 'osVersion'],
  ['PagingInfo', 'pagingInfo'],
  ['X', 'x'],
])('v13 names the member %s %s', (name, written) => {
  expect(JSON.parse(writeJson(element('A', { [name]: 1 }), V13))).toEqual({ [written]: 1 });
  expect(JSON.parse(writeJson(element('A', {}, [value(name, 1)]), V13))).toEqual({ [written]: 1 });
});

test('numbers, booleans and texts keep their kind', () => {
  const node = element('A', {}, [value('Progress', 40), value('IsRetry', true), value('Name', '40')]);
  expect(JSON.parse(writeJson(node, V12))).toEqual({ Progress: 40, IsRetry: true, Name: '40' });
});

test('a list is an array, empty or not, whether it has an element in XML or not', () => {
  const node = element('A', {}, [
    list('Links', []),
    inlineList('Refs', [element('Ref', { Name: 'x' }), value('Ref', 2)]),
  ]);
  expect(JSON.parse(writeJson(node, V12))).toEqual({ Links: [], Refs: [{ Name: 'x' }, 2] });
});

test('entities have the shape that clients read', () => {
  const session = element('BackupJobSession', { Name: 's' });
  const sessions = element('BackupJobSessions', {}, [inlineList('BackupJobSessions', [session])]);
  const result = element('QueryResult', {}, [element('Entities', {}, [sessions])]);
  expect(JSON.parse(writeJson(result, V12))).toEqual({
    Entities: { BackupJobSessions: { BackupJobSessions: [{ Name: 's' }] } },
  });
  expect(JSON.parse(writeJson(result, V13))).toEqual({
    entities: { backupJobSessions: { backupJobSessions: [{ name: 's' }] } },
  });
});

test('text beside attributes is a member of its own', () => {
  const node = element('A', {}, [{ ...element('Message', { Kind: 'x' }), text: 'Done.' }]);
  expect(JSON.parse(writeJson(node, V12))).toEqual({ Message: { Kind: 'x', Value: 'Done.' } });
});

test('members that no version had so far stand in every object when asked for', () => {
  const node = element('A', {}, [element('B', {})]);
  expect(JSON.parse(writeJson(node, wireOf('v13', { unknownElements: true })))).toEqual({
    b: { addedLater: null },
    addedLater: null,
  });
});

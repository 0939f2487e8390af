import { expect, test } from 'vitest';
import { Accounts } from './accounts.ts';

function basic(text: string): string {
  return `Basic ${Buffer.from(text).toString('base64')}`;
}

test.each(['TECH\\anna', 'tech\\ANNA', 'anna@tech.local', 'Anna@TECH', 'anna@tech'])('%s is anna', (name) => {
  expect(new Accounts().of(basic(`${name}:anna-demo`))?.username).toBe('TECH\\anna');
});

test.each(['anna', 'OTHER\\anna', 'anna@other.local', '', 'TECH\\anna@tech.local'])('%j is nobody', (name) => {
  expect(new Accounts().of(basic(`${name}:anna-demo`))).toBeUndefined();
});

test('a password is compared to the letter', () => {
  const accounts = new Accounts();
  for (const password of ['Anna-demo', 'anna-demo ', '', 'anna-demo:x']) {
    expect(accounts.of(basic(`TECH\\anna:${password}`))).toBeUndefined();
  }
});

test.each([undefined, '', 'Basic', 'Basic !!!', 'Bearer abc', basic('TECH\\anna')])(
  'the header %j names nobody',
  (header) => {
    expect(new Accounts().of(header)).toBeUndefined();
  },
);

test('the scheme is read in any case', () => {
  expect(new Accounts().of(basic('TECH\\rita:rita-demo').replace('Basic', 'bASIC'))?.role).toBe('Restore Operators');
});

test('a role changes for the account alone', () => {
  const accounts = new Accounts();
  accounts.setRole('ben@tech.local', 'Portal User');
  expect(accounts.of(basic('TECH\\ben:ben-demo'))?.role).toBe('Portal User');
  expect(accounts.of(basic('TECH\\anna:anna-demo'))?.role).toBe('Portal Administrator');
  expect(() => accounts.setRole('TECH\\nobody', 'Portal User')).toThrow('no account');
});

test('accounts of one simulator do not change those of another', () => {
  new Accounts().setRole('TECH\\ben', 'Portal User');
  expect(new Accounts().of(basic('TECH\\ben:ben-demo'))?.role).toBe('Portal Administrator');
});

test('a member of a group with a role is listed by the group', () => {
  const listed = new Accounts().listed();
  expect(listed.map(({ name }) => name)).not.toContain('TECH\\ben');
  expect(listed.filter(({ type }) => type === 'Group').map(({ name }) => name)).toEqual(['TECH\\Backup Admins']);
  expect(new Set(listed.map(({ id }) => id)).size).toBe(listed.length);
});

test('the list may name a member of a group with less, and name somebody not at all', () => {
  const accounts = new Accounts();
  accounts.list('ben@tech.local', 'Restore Operators');
  accounts.list('TECH\\anna', null);
  const named = accounts.listed().map(({ name, role }) => `${name}: ${role}`);
  expect(named).toContain('TECH\\ben: Restore Operators');
  expect(named.some((line) => line.includes('anna'))).toBe(false);
  const ben = accounts.all().find(({ username }) => username === 'TECH\\ben');
  expect(ben?.role).toBe('Portal Administrator');
  expect(() => accounts.list('TECH\\nobody', null)).toThrow('no account');
});

import { gunzipSync } from 'node:zlib';
import { XmlDocument } from 'libxml2-wasm';
import { describe, expect, test } from 'vitest';
import type { Answer } from './exchange.ts';
import { isOddity, ODDITY_NAMES, type OddityName, oddAnswer, type RawAnswer } from './oddities.ts';

const BODY = `<?xml version="1.0" encoding="utf-8"?><QueryResult xmlns="http://www.veeam.com/ent/v1.0"><Links><Link Rel="Up" Href="https://em.example:9398/api/jobs" /></Links><BackupJobSession Name="a" Href="https://em.example:9398/api/x"><CreationTimeUTC>2026-03-11T09:00:00Z</CreationTimeUTC><EndTimeUTC>2026-03-11T09:05:00Z</EndTimeUTC><State>Stopped</State><Result>Failed</Result></BackupJobSession><PagingInfo PageNum="1" PageSize="100" PagesCount="1"><Links /></PagingInfo></QueryResult>`;
const REAL: Answer = {
  status: 200,
  headers: { 'Content-Type': 'application/xml; charset=utf-8', X: 'kept' },
  body: BODY,
};

function odd(name: OddityName): RawAnswer {
  return oddAnswer(name, REAL);
}

function textOf(name: OddityName): string {
  return String(odd(name).body);
}

function isXml(text: string): boolean {
  try {
    XmlDocument.fromString(text).dispose();
    return true;
  } catch {
    return false;
  }
}

test('the answer that is made odd is sound XML', () => {
  expect(isXml(BODY)).toBe(true);
});

test('oddities are known by their names alone', () => {
  expect(ODDITY_NAMES.every(isOddity)).toBe(true);
  for (const name of ['', 'HTML', 'constructor', 7, undefined]) expect(isOddity(name)).toBe(false);
});

describe('another body', () => {
  test('html is a page with status 200', () => {
    expect(odd('html')).toMatchObject({ status: 200, headers: { 'Content-Type': 'text/html' } });
    expect(textOf('html')).toMatch(/^<!DOCTYPE html>/);
  });

  test('error-in-200 is an Error with status 200', () => {
    expect(odd('error-in-200').status).toBe(200);
    expect(textOf('error-in-200')).toMatch(/^<Error .*StatusCode="500"/);
    expect(isXml(textOf('error-in-200'))).toBe(true);
  });

  test('redirect leads to another host', () => {
    expect(odd('redirect')).toEqual({ status: 302, headers: { Location: 'https://elsewhere.invalid/api/' }, body: '' });
  });

  test('gzip-bomb is small and becomes 64 MiB', () => {
    const { headers, body } = odd('gzip-bomb');
    expect(headers['Content-Encoding']).toBe('gzip');
    expect(body.length).toBeLessThan(100_000);
    expect(gunzipSync(body)).toHaveLength(64 * 1024 * 1024);
  });

  test('entity-bomb nests entities ten times ten', () => {
    expect(textOf('entity-bomb').match(/<!ENTITY/g)).toHaveLength(10);
    expect(textOf('entity-bomb')).toMatch(/<!ENTITY e9 "(?:&e8;){10}">.*>&e9;</);
  });

  test('deep has a hundred thousand elements within each other', () => {
    expect(textOf('deep').match(/<E>/g)).toHaveLength(100_000);
    expect(textOf('deep')).toMatch(/<E><\/E>/);
  });
});

describe('the same body', () => {
  test('wrong-type is the right body under the wrong name', () => {
    expect(odd('wrong-type')).toEqual({ ...REAL, headers: { 'Content-Type': 'application/octet-stream', X: 'kept' } });
  });

  test('bom puts a byte order mark in front', () => {
    expect(odd('bom')).toEqual({ ...REAL, body: `\uFEFF${BODY}` });
  });

  test('utf-16 is the same text in two bytes each', () => {
    const { headers, body } = odd('utf-16');
    const text = new TextDecoder('utf-16le').decode(Buffer.from(body));
    expect(headers['Content-Type']).toBe('application/xml; charset=utf-16');
    expect(text).toBe(BODY.replace('utf-8', 'utf-16'));
  });

  test('foreign-href sends every link to another host and keeps its path', () => {
    expect(textOf('foreign-href')).toBe(BODY.replaceAll('em.example:9398', 'elsewhere.invalid:9398'));
  });

  test('endless-pages announces that a hundred thousand pages follow', () => {
    expect(textOf('endless-pages')).toBe(BODY.replace('PagesCount="1"', 'PagesCount="100000"'));
  });

  test('crooked-dates and never-dates change every time', () => {
    const times = /2026-03-11T09:0\d:00Z/g;
    expect(textOf('crooked-dates')).toBe(BODY.replace(times, 'yesterday, half past two'));
    expect(textOf('never-dates')).toBe(BODY.replace(times, '1753-01-01T00:00:00Z'));
  });

  test('unknown-words sends unknown states and results', () => {
    expect(textOf('unknown-words')).toBe(BODY.replace('Stopped', 'Hibernating').replace('Failed', 'Partial'));
  });

  test('unknown-elements adds elements and stays sound', () => {
    expect(textOf('unknown-elements')).toContain('</Links><Later Kind="New">');
    expect(isXml(textOf('unknown-elements'))).toBe(true);
  });
});

test.each(['two-roots', 'crossed-tags', 'nul-character'] as const)(
  '%s is no XML any more, and nearly the same text',
  (name) => {
    expect(isXml(textOf(name))).toBe(false);
    expect(textOf(name)).toContain('<CreationTimeUTC>2026-03-11T09:00:00Z</CreationTimeUTC>');
  },
);

test('every oddity changes the answer', () => {
  for (const name of ODDITY_NAMES.filter(isOddity)) expect(odd(name), name).not.toEqual(REAL);
});

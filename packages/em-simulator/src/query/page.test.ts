import { describe, expect, test } from 'vitest';
import { Parameters } from '#http/exchange.ts';
import { USUAL } from '#resources/sheet.ts';
import type { Flavour } from '#wire/wire.ts';
import { wireOf } from '#wire/wire.ts';
import { writeXml } from '#wire/xml.ts';
import { askedSlice, pageOf, pagingInfo } from './page.ts';

const BASE = 'https://em.example:9398/api';

function linksOf(search: string, total: number, flavour: Flavour = 'v12'): Record<string, string> {
  const parameters = new Parameters(search);
  const sheet = { base: BASE, flavour, knownUntil: () => 0, now: 0, ...USUAL };
  const info = writeXml(pagingInfo(sheet, parameters, pageOf(parameters, total)), wireOf(flavour, {}));
  const links = info.match(/<Link [^>]*>/g) ?? [];
  return Object.fromEntries(
    links.map((link) => {
      const href = /Href="([^"]*)"/.exec(link)?.[1]?.replaceAll('&amp;', '&') ?? '';
      return [/Rel="([^"]*)"/.exec(link)?.[1] ?? '', href.replace(BASE, '')];
    }),
  );
}

describe('which page', () => {
  test('nothing asked is the first hundred', () => {
    expect(pageOf(new Parameters(''), 250)).toEqual({ number: 1, size: 100, count: 3, from: 0, to: 100 });
  });

  test('page and size in any case', () => {
    expect(pageOf(new Parameters('PAGESIZE=20&Page=3'), 50)).toEqual({
      number: 3,
      size: 20,
      count: 3,
      from: 40,
      to: 60,
    });
  });

  test('a list of nothing has one page', () => {
    expect(pageOf(new Parameters(''), 0).count).toBe(1);
  });

  test('a list that fills its pages has no page more', () => {
    expect(pageOf(new Parameters('pageSize=10'), 20).count).toBe(2);
    expect(pageOf(new Parameters('pageSize=10'), 21).count).toBe(3);
  });

  test.each(['page=0', 'page=-1', 'page=two', 'pageSize=0', 'pageSize=1.5', 'pageSize=', 'page=1e3'])(
    '%s is refused with 400',
    (search) => {
      expect(() => pageOf(new Parameters(search), 5)).toThrow(expect.objectContaining({ status: 400 }));
    },
  );

  test('a plain collection is whole unless a page is asked for', () => {
    expect(askedSlice(new Parameters('format=Entity'), 250)).toEqual({ from: 0, to: 250 });
    expect(askedSlice(new Parameters('page=2'), 250)).toMatchObject({ from: 100, to: 200 });
    expect(askedSlice(new Parameters('pageSize=7'), 250)).toMatchObject({ from: 0, to: 7 });
  });
});

describe('links', () => {
  test.each([
    [1, 1, ['First', 'Last']],
    [1, 3, ['First', 'Next', 'Last']],
    [2, 3, ['First', 'Previous', 'Next', 'Last']],
    [3, 3, ['First', 'Previous', 'Last']],
  ])('page %d of %d', (page, count, names) => {
    expect(Object.keys(linksOf(`type=Task&pageSize=10&page=${page}`, count * 10))).toEqual(names);
  });

  test('lead to the pages they name', () => {
    const links = linksOf('type=Task&pageSize=10&page=2', 45);
    const pages = Object.entries(links).map(([rel, href]) => [rel, /page=(\d+)$/.exec(href)?.[1]]);
    expect(pages).toEqual([
      ['First', '1'],
      ['Previous', '1'],
      ['Next', '3'],
      ['Last', '5'],
    ]);
  });

  test('from behind the end lead back to the last page', () => {
    expect(linksOf('type=Task&pageSize=10&page=9', 15)).toMatchObject({ Previous: expect.stringMatching(/page=2$/) });
    expect(linksOf('type=Task&pageSize=10&page=9', 15)).not.toHaveProperty('Next');
  });

  test('keep the names and the order of the parameters as they came', () => {
    expect(linksOf('TYPE=Task&PageSize=10&Format=entities&PAGE=1', 5).First).toBe(
      '/query?TYPE=Task&PageSize=10&Format=entities&PAGE=1',
    );
  });

  test('state the size and the page where nobody asked for them', () => {
    expect(linksOf('type=Task', 5).First).toBe('/query?type=Task&pageSize=100&page=1');
  });

  const filter = encodeURIComponent('Name=="a b&c";Uid==urn:veeam:Job:1,EndTime>=2026-01-01');

  test('up to v12 are percent-encoded in small letters but for the semicolon, blanks as plus', () => {
    expect(linksOf(`filter=${filter}`, 5, 'v12').First).toBe(
      '/query?filter=Name%3d%3d%22a+b%26c%22;Uid%3d%3durn%3aveeam%3aJob%3a1%2cEndTime%3e%3d2026-01-01&pageSize=100&page=1',
    );
  });

  test('from v13 on are percent-encoded but for the semicolon', () => {
    const written = filter.replace('%3B', ';');
    expect(linksOf(`filter=${filter}`, 5, 'v13').First).toBe(`/query?filter=${written}&pageSize=100&page=1`);
  });

  test('ask the same again', () => {
    for (const flavour of ['v12', 'v13'] as const) {
      const search = linksOf(`filter=${filter}`, 5, flavour).First?.split('?')[1] ?? '';
      expect(new Parameters(search).get('filter')).toBe(decodeURIComponent(filter));
    }
  });
});

import { expect, test } from 'vitest';
import { readerOf } from './environment.ts';
import { readProxySettings } from './proxy-settings.ts';

function read(environment: Record<string, string>) {
  const reader = readerOf(environment);
  return { settings: readProxySettings(reader), faults: reader.faults };
}

test('the proxy comes from the variables that other programs take it from, lower case first', () => {
  expect(read({})).toEqual({ settings: { http: undefined, https: undefined, except: '' }, faults: [] });
  const given = {
    HTTPS_PROXY: 'http://a:3128',
    https_proxy: 'b:3128',
    HTTP_PROXY: 'http://c',
    NO_PROXY: 'x',
    no_proxy: 'y',
  };
  expect(read(given)).toEqual({
    settings: { http: new URL('http://c'), https: new URL('http://b:3128'), except: 'y' },
    faults: [],
  });
});

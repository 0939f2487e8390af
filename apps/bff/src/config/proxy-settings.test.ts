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

test.each(['socks5://canary:1080', 'http://canary/path', 'http://', 'http://u:canary@:80'])(
  'what is no proxy is named without its value: %s',
  (value) => {
    expect(read({ HTTPS_PROXY: value }).faults).toEqual([
      'HTTPS_PROXY is no address of a proxy: give http://proxy.example.local:3128, or leave it out.',
    ]);
  },
);

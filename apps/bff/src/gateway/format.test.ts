import { expect, test } from 'vitest';
import { formatFor } from './format.ts';

test.each([
  [undefined, 'json'],
  ['*/*', 'json'],
  ['application/json', 'json'],
  ['application/xml', 'xml'],
  ['text/xml; charset=utf-8', 'xml'],
  ['application/json, application/xml;q=0.5', 'json'],
  ['application/json;q=0.5, application/xml', 'xml'],
  ['application/xml;q=0.4, application/json;q=0.3', 'xml'],
  ['application/xml, application/json', 'xml'],
  ['application/json, application/xml', 'json'],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'xml'],
  ['application/xml;q=0', 'json'],
  ['application/xml;q=0, */*', 'json'],
  ['application/json;q=0, application/*', 'xml'],
  ['APPLICATION/XML;Q=0.9, */*;q=0.1', 'xml'],
  ['image/svg+xml', 'json'],
  ['text/*, application/json;q=0.9', 'xml'],
  ['', 'json'],
])('Accept %j is answered with %s', (accept, format) => {
  expect(formatFor(accept)).toBe(format);
});

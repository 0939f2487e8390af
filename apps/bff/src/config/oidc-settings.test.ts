import { expect, test } from 'vitest';
import { readerOf } from './environment.ts';
import { loadConfig } from './load-config.ts';

test('a setting that is wrong is named at the start, with what to give', () => {
  const basics = { EM_URL: 'https://em:9398', EM_USERNAME: 'a', EM_PASSWORD: 'b' };
  const faults = (more: Record<string, string>) => {
    try {
      loadConfig(readerOf({ ...basics, ...more }));
      return '';
    } catch (error) {
      return String(error);
    }
  };
  expect(faults({ OIDC_ISSUER: 'http://login.example.com' })).toMatch(
    /OIDC_OPERATOR_GROUPS.*missing[\s\S]*OIDC_ISSUER is http[\s\S]*OIDC_CLIENT_ID is missing[\s\S]*OIDC_CLIENT_SECRET is missing/,
  );
  const wellKnown = 'https://login.example.com/.well-known/openid-configuration';
  expect(faults({ OIDC_ISSUER: wellKnown })).toContain('OIDC_ISSUER is no issuer');
  expect(faults({ OIDC_CLIENT_ID: 'x' })).toContain('without OIDC_ISSUER');
  expect(faults({ PASSWORD_SIGN_IN: 'no' })).toContain('there is no OIDC_ISSUER');
  expect(faults({ OIDC_ISSUER: 'https://x', OIDC_VIEWER_GROUPS: '["a"' })).toContain('begins like a JSON list');
  expect(faults({ OIDC_ISSUER: 'https://x', OIDC_CA_FILE: '/nowhere.pem' })).toContain('OIDC_CA_FILE: /nowhere.pem');
});

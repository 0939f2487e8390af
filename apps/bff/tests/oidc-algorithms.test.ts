import { macClaims, newSigningKey, signClaims, unsignedClaims } from '@retry-desk/test-provider';
import { expect, test } from 'vitest';
import { isOfIssuer, isSignedAsTaken } from '#access/oidc-provider.ts';

test('ID tokens are believed by algorithms of our own list, whatever a library would take', () => {
  const claims = { sub: 'olga' };
  expect(isSignedAsTaken(signClaims(claims, newSigningKey()))).toBe(true);
  const others = ['none', 'HS256', 'HS512', 'ML-DSA-44', 'RS1', '', null].map((alg) =>
    Buffer.from(JSON.stringify({ alg })).toString('base64url'),
  );
  const forged = [unsignedClaims(claims), macClaims(claims, 'x', 'y'), ...others.map((header) => `${header}.e30.x`)];
  expect(forged.filter(isSignedAsTaken)).toEqual([]);
});

test.each([
  ['https://login.microsoftonline.com/common/v2.0', 'https://login.microsoftonline.com/{tenantid}/v2.0'],
  ['https://login.microsoftonline.com/one/v2.0', 'https://login.microsoftonline.com/other/v2.0'],
  ['https://desk.b2clogin.com/desk/sign-in/v2.0/', 'https://desk.b2clogin.com/other/v2.0/'],
  ['https://sso.example.local', 'https://sso.example.local.evil.example'],
  ['https://sso.example.local', 'none'],
])('metadata requested from %s is not accepted from the issuer %s', (asked, issuer) => {
  expect(isOfIssuer(new URL(asked), { issuer })).toBe(false);
  expect(isOfIssuer(new URL(asked), { issuer: asked })).toBe(true);
});

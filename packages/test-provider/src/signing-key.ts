import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  randomUUID,
  sign,
} from 'node:crypto';

/** A key that signs ID tokens, under a name of its own. */
export type SigningKey = JsonWebKey & { kid: string };

/** A new RSA key of 2048 bits. */
export function newSigningKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' };
}

let common: SigningKey | null = null;

/** The key that every provider begins with: to make one takes a tenth of a second. */
export function commonSigningKey(): SigningKey {
  common ??= newSigningKey();
  return common;
}

export type Claims = Record<string, unknown>;

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** The claims of an ID token. */
export function claimsOf(token: string): Claims {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
}

/** Claims as an ID token that nobody has signed (`alg: none`). */
export function unsignedClaims(claims: Claims): string {
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
}

/** Claims as an ID token with a MAC (HS256) of what both sides have: the client's secret, or anybody has: the public key. */
export function macClaims(claims: Claims, secret: string, kid: string): string {
  const text = `${part({ alg: 'HS256', kid, typ: 'JWT' })}.${part(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

/** The public half of a key as PEM. */
export function publicPem(key: SigningKey): string {
  return String(createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' }));
}

/** Claims as an ID token signed with this key (RS256). */
export function signClaims(claims: Claims, key: SigningKey): string {
  const text = `${part({ alg: 'RS256', kid: key.kid, typ: 'JWT' })}.${part(claims)}`;
  const signature = sign('RSA-SHA256', Buffer.from(text), createPrivateKey({ key, format: 'jwk' }));
  return `${text}.${signature.toString('base64url')}`;
}

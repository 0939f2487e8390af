export { makeCertificate } from './certificate.ts';
export { type Claims, newSigningKey, type SigningKey, signClaims } from './signing-key.ts';
export { type Person, TestProvider, type Twist } from './test-provider.ts';

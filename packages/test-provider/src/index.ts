export { makeCertificate } from './certificate.ts';
export {
  type Claims,
  macClaims,
  newSigningKey,
  publicPem,
  type SigningKey,
  signClaims,
  unsignedClaims,
} from './signing-key.ts';
export { type Person, TestProvider, type Twist } from './test-provider.ts';

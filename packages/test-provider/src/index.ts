export { makeCertificate } from './certificate.ts';
export type { Person } from './person.ts';
export {
  type Claims,
  macClaims,
  newSigningKey,
  publicPem,
  type SigningKey,
  signClaims,
  unsignedClaims,
} from './signing-key.ts';
export { TestProvider, type Twist } from './test-provider.ts';

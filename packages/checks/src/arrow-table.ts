/** A part of the house and what its files may import of ours; `self` is always allowed. */
export type Zone = {
  /** Files that belong here: the first zone whose prefix fits wins. */
  prefix: string;
  /** Prefixes of project files this zone may import. */
  may: readonly string[];
  /** Libraries only this zone (and zones that name them too) may import. */
  owns?: readonly string[];
  /** When set, no other library than these may be imported; `node:` is always allowed outside the browser. */
  onlyLibraries?: readonly string[];
};

const contract = 'packages/contract/src/index.ts';
const client = 'packages/em-client/src/index.ts';
const failureCauses = 'packages/failure-causes/src/index.ts';
const translation = 'packages/em-client/src/xml/translate.ts';
const simulator = 'packages/em-simulator/src/index.ts';
const provider = 'packages/test-provider/src/index.ts';
const nodeFlags = 'apps/bff/src/config/node-flags.ts';
const frame = [
  'apps/bff/src/route.ts',
  'apps/bff/src/problem.ts',
  'apps/bff/src/csv.ts',
  'apps/bff/src/at-most.ts',
  'apps/bff/src/memo.ts',
  'apps/bff/src/coalesced.ts',
  'apps/bff/src/elapsed.ts',
  'apps/bff/src/in-chunks.ts',
  'apps/bff/src/iso.ts',
  'apps/bff/src/negotiate.ts',
  'apps/bff/src/our-address.ts',
  'apps/bff/src/person.ts',
  'apps/bff/src/outgoing/',
  'apps/bff/src/same-secret.ts',
  'apps/bff/src/version.ts',
  'apps/bff/src/without-accounts.ts',
  'apps/bff/src/telemetry/',
];
const feature = [contract, client, 'apps/bff/src/store/', ...frame];

/**
 * Which part may import which, as drawn in docs/architecture.md. Order matters: narrower prefixes stand first.
 */
export const zones: readonly Zone[] = [
  { prefix: 'packages/contract/', may: [], onlyLibraries: ['zod'] },
  { prefix: 'packages/em-client/src/', may: [] },
  { prefix: 'packages/em-client/', may: ['packages/em-client/src/'] },
  { prefix: 'packages/em-simulator/', may: [] },
  { prefix: 'packages/failure-causes/', may: [] },
  { prefix: 'packages/test-provider/', may: [] },
  { prefix: 'packages/checks/', may: [] },

  { prefix: 'apps/bff/src/main.ts', may: ['apps/bff/src/cli/run-command.ts', 'apps/bff/src/config/'] },
  {
    prefix: 'apps/bff/src/cli/',
    may: [
      contract,
      client,
      'apps/bff/src/bff.ts',
      'apps/bff/src/access/',
      'apps/bff/src/config/',
      'apps/bff/src/retries/',
      'apps/bff/src/store/',
      ...frame,
    ],
  },
  {
    prefix: 'apps/bff/src/bff.ts',
    may: ['apps/bff/src/context.ts', 'apps/bff/src/http/', 'apps/bff/src/config/', 'apps/bff/src/gateway/', ...frame],
  },
  { prefix: 'apps/bff/src/context.ts', may: ['apps/bff/src/', contract, client] },
  { prefix: 'apps/bff/src/route.ts', may: [contract] },
  { prefix: 'apps/bff/src/problem.ts', may: [contract, client, 'apps/bff/src/route.ts'] },
  { prefix: 'apps/bff/src/config/', may: [client, contract] },
  { prefix: 'apps/bff/src/outgoing/', may: ['apps/bff/src/config/proxy-'] },
  {
    prefix: 'apps/bff/src/telemetry/',
    may: [contract, client, 'apps/bff/src/route.ts', 'apps/bff/src/same-secret.ts'],
  },
  { prefix: 'apps/bff/src/http/', may: [contract, client, ...frame], owns: ['express', 'helmet'] },
  {
    prefix: 'apps/bff/src/store/',
    may: [contract, 'apps/bff/src/route.ts', 'apps/bff/src/telemetry/'],
    owns: ['node:sqlite', 'pg'],
  },
  { prefix: 'apps/bff/src/without-accounts.ts', may: [contract, failureCauses, 'apps/bff/src/memo.ts'] },
  { prefix: 'apps/bff/src/mirror/', may: [failureCauses, ...feature] },
  { prefix: 'apps/bff/src/causes/', may: [failureCauses, 'apps/bff/src/mirror/', ...feature] },
  { prefix: 'apps/bff/src/board/', may: [failureCauses, 'apps/bff/src/mirror/', ...feature] },
  { prefix: 'apps/bff/src/retries/', may: ['apps/bff/src/mirror/', ...feature] },
  { prefix: 'apps/bff/src/access/', may: feature, owns: ['openid-client'] },
  { prefix: 'apps/bff/src/audit/', may: feature },
  {
    prefix: 'apps/bff/src/notices/channels/',
    may: ['apps/bff/src/notices/', 'apps/bff/src/config/notify-', contract, ...frame],
    owns: ['nodemailer'],
  },
  { prefix: 'apps/bff/src/gateway/', may: [...feature, translation], owns: ['http-proxy-middleware'] },
  {
    prefix: 'apps/bff/',
    may: ['apps/bff/', contract, client, failureCauses, simulator, provider],
    owns: ['pg', 'node:sqlite'],
  },

  { prefix: 'apps/web/src/main.tsx', may: ['apps/web/src/app/'] },
  { prefix: 'apps/web/src/wall.tsx', may: ['apps/web/src/app/'] },
  { prefix: 'apps/web/src/app/', may: ['apps/web/src/', contract] },
  { prefix: 'apps/web/src/routes/', may: ['apps/web/src/features/', 'apps/web/src/ui/', 'apps/web/src/lib/'] },
  { prefix: 'apps/web/src/features/', may: ['apps/web/src/api/', 'apps/web/src/ui/', 'apps/web/src/lib/', contract] },
  { prefix: 'apps/web/src/api/', may: ['apps/web/src/lib/', contract] },
  { prefix: 'apps/web/src/ui/', may: ['apps/web/src/lib/'] },
  { prefix: 'apps/web/src/lib/', may: [contract] },
  { prefix: 'apps/web/', may: [] },

  { prefix: 'apps/bench/', may: ['apps/', 'packages/'] },
  {
    prefix: 'apps/release/',
    may: ['apps/bff/bundles.ts', 'apps/bff/src/config/node-flags.ts', simulator],
  },
  // Some states of the store take longer than a test may.
  { prefix: 'apps/e2e/', may: [simulator, provider, nodeFlags, 'playwright.config.ts'], owns: ['node:sqlite'] },
  { prefix: 'playwright.config.ts', may: ['apps/e2e/src/'] },
];

/** Libraries that only the zones owning them may import, with the reason that a fault names. */
export const ownedLibraries: Readonly<Record<string, string>> = {
  express: 'Express lives in apps/bff/src/http only: features answer with values (see apps/bff/src/route.ts)',
  helmet: 'headers are set in apps/bff/src/http only',
  'openid-client': "the organisation's own sign-in is apps/bff/src/access only",
  pg: 'SQL is reached through apps/bff/src/store only',
  'node:sqlite': 'SQL is reached through apps/bff/src/store only',
  nodemailer: 'e-mail leaves by apps/bff/src/notices/channels only',
  'http-proxy-middleware': 'proxying to Enterprise Manager is apps/bff/src/gateway only',
};

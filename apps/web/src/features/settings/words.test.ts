import { expect, test } from 'vitest';
import { settingsWords as words } from './words.ts';

const ways = ['system', 'ca-file', 'fingerprint', 'insecure'] as const;

test('a viewer reads no name of a setting of the server, and an operator reads which it is', () => {
  const said = (role: 'operator' | 'viewer') =>
    [
      ...ways.map((way) => words.tls(way, role)),
      words.store('sqlite', role),
      words.store('postgres', role),
      words.insecureHelp(role),
    ].join('\n');
  expect(said('viewer')).not.toMatch(/[A-Z]+_[A-Z]+/);
  expect(said('operator')).toMatch(/EM_CA_FILE.*EM_FINGERPRINT.*DATA_DIR.*EM_INSECURE_TLS/s);
});

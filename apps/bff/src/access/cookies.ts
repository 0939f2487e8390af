import type { Role } from '@retry-desk/contract';
import { basePath } from '#our-address.ts';
import { sessionLimits } from './session-limits.ts';

type Kind = 'person' | 'wall' | 'on-its-way' | 'known-device';

/** How our cookies are named, written, read and taken away. People and walls have one each, so that opening a wall signs nobody out. */
export type Cookies = {
  issue(role: Role, secret: string): string;
  /** Stored by the browser while its person is at the provider. */
  keepOnItsWay(sealed: string, ms: number): string;
  /** Stored by a browser on which somebody has signed in with a password; it stays after the session. */
  keepKnownDevice(marks: string, ms: number): string;
  clear(kind: Kind): string;
  nameOf(kind: Kind): string;
  /** The value of one of our cookies in a Cookie header; null where it comes twice, as one of the two is not ours. */
  read(header: string | undefined, kind: Kind): string | null;
};

/**
 * Space and tab alone are blanks of a Cookie header (RFC 6265, 4.2.1): a name with any other sign around it is another
 * name, which browsers let a neighbouring host set in spite of `__Host-`.
 */
const blanks = /^[ \t]+|[ \t]+$/g;

function nameAndValue(part: string): readonly [name: string, value: string] {
  const equals = part.indexOf('=');
  if (equals === -1) return ['', ''];
  return [part.slice(0, equals).replace(blanks, ''), part.slice(equals + 1).replace(blanks, '')];
}

/**
 * `__Host-` cookies over https; over plain http (loopback only) browsers would refuse that prefix. Below a path the host is not
 * ours alone: the other applications there get none of ours, for which browsers have `__Secure-` (RFC 6265bis, 4.1.3).
 */
export function cookiesFor(publicUrl: URL): Cookies {
  const secure = publicUrl.protocol === 'https:';
  const base = basePath(publicUrl);
  const httpsPrefix = base === '' ? '__Host-' : '__Secure-';
  const prefix = secure ? httpsPrefix : '';
  const names: Record<Kind, string> = {
    person: `${prefix}retry-desk`,
    wall: `${prefix}retry-desk-wall`,
    'on-its-way': `${prefix}retry-desk-sign-in`,
    'known-device': `${prefix}retry-desk-device`,
  };
  const ours = `Path=${base || '/'}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
  // The provider's page leads back here: a strict cookie would not be sent. It is useless without its own secret.
  const fromElsewhere = ours.replace('Strict', 'Lax');

  function read(header: string | undefined, kind: Kind): string | null {
    const own = (header?.split(';') ?? []).map(nameAndValue).filter(([name]) => name === names[kind]);
    const [first, ...more] = own;
    return first === undefined || more.length > 0 ? null : first[1];
  }

  return {
    issue(role, secret) {
      // A wall comes back after its browser was restarted; a person signs in again.
      if (role !== 'wall') return `${names.person}=${secret}; ${ours}`;
      return `${names.wall}=${secret}; ${ours}; Max-Age=${Math.floor(sessionLimits.wall.idleMs / 1000)}`;
    },
    keepOnItsWay: (sealed, ms) => `${names['on-its-way']}=${sealed}; ${fromElsewhere}; Max-Age=${ms / 1000}`,
    keepKnownDevice: (marks, ms) => `${names['known-device']}=${marks}; ${ours}; Max-Age=${ms / 1000}`,
    clear: (kind) => `${names[kind]}=; ${kind === 'on-its-way' ? fromElsewhere : ours}; Max-Age=0`,
    nameOf: (kind) => names[kind],
    read,
  };
}

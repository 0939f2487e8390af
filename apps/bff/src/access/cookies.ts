import type { Role } from '@retry-desk/contract';
import { sessionLimits } from './session-limits.ts';

type Kind = 'person' | 'wall' | 'on-its-way';

/** How our cookies are named, written, read and taken away. People and walls have one each, so that opening a wall signs nobody out. */
export type Cookies = {
  issue(role: Role, secret: string): string;
  /** What a browser keeps while its person is at the provider. */
  keepOnItsWay(sealed: string, ms: number): string;
  clear(kind: Kind): string;
  /** The value of one of our cookies in a Cookie header; of several of one name the last. */
  read(header: string | undefined, kind: Kind): string | null;
};

/** `__Host-` cookies over https; over plain http (loopback only) browsers would refuse that prefix. */
export function cookiesFor(publicUrl: URL): Cookies {
  const secure = publicUrl.protocol === 'https:';
  const prefix = secure ? '__Host-' : '';
  const names: Record<Kind, string> = {
    person: `${prefix}retry-desk`,
    wall: `${prefix}retry-desk-wall`,
    'on-its-way': `${prefix}retry-desk-sign-in`,
  };
  const ours = `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
  // The provider's page leads back here: a strict cookie would stay behind. It says nothing without its own secret.
  const fromElsewhere = ours.replace('Strict', 'Lax');

  function read(header: string | undefined, kind: Kind): string | null {
    const parts = header?.split(';') ?? [];
    for (let at = parts.length - 1; at >= 0; at -= 1) {
      const part = parts[at] ?? '';
      const equals = part.indexOf('=');
      if (equals !== -1 && part.slice(0, equals).trim() === names[kind]) return part.slice(equals + 1).trim();
    }
    return null;
  }

  return {
    issue(role, secret) {
      // A wall comes back after its browser was restarted; a person signs in again.
      if (role !== 'wall') return `${names.person}=${secret}; ${ours}`;
      return `${names.wall}=${secret}; ${ours}; Max-Age=${Math.floor(sessionLimits.wall.idleMs / 1000)}`;
    },
    keepOnItsWay: (sealed, ms) => `${names['on-its-way']}=${sealed}; ${fromElsewhere}; Max-Age=${ms / 1000}`,
    clear: (kind) => `${names[kind]}=; ${kind === 'on-its-way' ? fromElsewhere : ours}; Max-Age=0`,
    read,
  };
}

import type { Role } from '@retry-desk/contract';
import { sessionLimits } from './session-limits.ts';

/** How our cookies are named, written and taken away. People and walls have one each, so that opening a wall signs nobody out. */
export type Cookies = {
  names: { person: string; wall: string };
  issue(role: Role, secret: string): string;
  clear(kind: 'person' | 'wall'): string;
};

/** `__Host-` cookies over https; over plain http (loopback only) browsers would refuse that prefix. */
export function cookiesFor(publicUrl: URL): Cookies {
  const secure = publicUrl.protocol === 'https:';
  const prefix = secure ? '__Host-' : '';
  const names = { person: `${prefix}retry-desk`, wall: `${prefix}retry-desk-wall` };
  const attributes = `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
  return {
    names,
    issue(role, secret) {
      // A wall comes back after its browser was restarted; a person signs in again.
      if (role !== 'wall') return `${names.person}=${secret}; ${attributes}`;
      return `${names.wall}=${secret}; ${attributes}; Max-Age=${Math.floor(sessionLimits.wall.idleMs / 1000)}`;
    },
    clear: (kind) => `${names[kind]}=; ${attributes}; Max-Age=0`,
  };
}

/** The values of our cookies in a Cookie header. */
export function readCookies(
  header: string | undefined,
  cookies: Cookies,
): { person: string | null; wall: string | null } {
  const found = { person: null as string | null, wall: null as string | null };
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=');
    const name = part.slice(0, at).trim();
    const value = part.slice(at + 1).trim();
    if (name === cookies.names.person) found.person = value;
    if (name === cookies.names.wall) found.wall = value;
  }
  return found;
}

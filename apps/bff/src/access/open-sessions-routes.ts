import { apiPaths, type OpenSession, type Role, sessionList } from '@retry-desk/contract';
import * as z from 'zod/mini';
import { iso } from '#iso.ts';
import { personId, personOfRow } from '#person.ts';
import { defineRoute, Refusal, type Route } from '#route.ts';
import type { BrowserSessionTable, Source } from '#store/access-tables.ts';
import type { Audit } from '#store/write-audit.ts';
import type { Logger } from '#telemetry/logger.ts';
import type { BrowserSessions } from './browser-sessions.ts';

export type OpenSessionsDeps = { sessions: Pick<BrowserSessions, 'list' | 'revoke'>; audit: Audit; logger: Logger };

/** The keyed hash under which a session is stored, as base64url. */
const sessionParams = z.strictObject({ id: z.string().check(z.regex(/^[\w-]{20,100}$/)) });

function presentSession(row: BrowserSessionTable, own: string): OpenSession {
  return {
    id: row.id_hash,
    user: row.user_name,
    personId: personId(personOfRow(row)),
    // The column holds what `begin` wrote: a role.
    role: row.role as Role,
    source: row.source as Source, // as above
    startedAt: iso(row.created_at),
    seenAt: iso(row.seen_at),
    own: row.id_hash === own,
  };
}

/** The open sessions, and revoking any of them: its next request is answered 401. */
export function openSessionsRoutes({ sessions, audit, logger }: OpenSessionsDeps): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: apiPaths.sessions,
    access: ['operator'],
    summary: 'Open sessions, last seen first.',
    output: sessionList,
    async handler({ caller }) {
      const rows = await sessions.list();
      return { status: 200, body: { sessions: rows.map((row) => presentSession(row, caller.sessionId)) } };
    },
  });
  const end = defineRoute({
    method: 'DELETE',
    path: apiPaths.openSession,
    access: ['operator'],
    // A leaked token must not lock out those who would revoke it.
    browserOnly: true,
    summary: 'Revoke a session: its next request is answered 401.',
    answers: [204],
    params: sessionParams,
    async handler({ params, caller, remoteAddress }) {
      const found = (await sessions.list()).find(({ id_hash }) => id_hash === params.id);
      if (found === undefined) throw new Refusal('not-found', 'There is no such session.');
      await sessions.revoke(params.id);
      logger.info(
        { event: 'access.session-revoked', user: caller.user, ended: found.user_name },
        'an operator revoked a session',
      );
      await audit({
        kind: 'session-ended',
        user: caller.user,
        person: caller.person,
        address: remoteAddress,
        subject: found.user_name,
      });
      return { status: 204 };
    },
  });
  return [list, end];
}

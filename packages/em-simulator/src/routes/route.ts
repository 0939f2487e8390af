import type { Request } from '#http/exchange.ts';
import type { Execution } from '#http/journal.ts';
import type { Source } from '#query/query-type.ts';
import type { Sheet } from '#resources/sheet.ts';
import type { LogonSession, LogonSessions } from '#session/logon-sessions.ts';
import type { Element } from '#wire/element.ts';
import type { World } from '#world/world.ts';

/** Roles that may call: `sessions` is everybody but Restore Operators. */
export type Access = 'signed-in' | 'sessions' | 'administrator';

/** The tools of a route. */
export type Call = {
  request: Request;
  /** The parts of the path that the pattern caught. */
  ids: string[];
  session: LogonSession;
  /** The source of lists and queries. */
  source: Source;
  sessions: LogonSessions;
  world: World;
  sheet: Sheet;
  executed(execution: Execution): void;
};

/** The answer of a route; without a body it is an empty answer. */
export type Reply = { status: number; body?: Element; headers?: Record<string, string> };

export type Route = { method: string; path: RegExp; access: Access; answer(call: Call): Reply };

/** A 200 with a body. */
export function ok(body: Element): Reply {
  return { status: 200, body };
}

/** Part of a path caught by the route's pattern. */
export function idOf(call: Call, place = 0): string {
  return call.ids[place] ?? '';
}

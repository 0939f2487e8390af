import { apiPaths, type JournalHealth, journalHealth, status as statusSchema } from '@retry-desk/contract';
import { MOST_LOGON_TRIES } from '@retry-desk/em-client';
import * as z from 'zod/mini';
import { constantAnswer, defineRoute, Refusal, type Route } from '#route.ts';
import { isSameSecret } from '#same-secret.ts';
import type { LogHealth } from './log-output.ts';
import type { Metrics } from './metrics.ts';

type Status = z.output<typeof statusSchema>;
type Facts = Omit<Status, 'journal' | 'log' | 'em'> & { em: Omit<Status['em'], 'passwordRefused'> };

/** Strangers get `ready` alone: a load balancer needs no more. */
const readiness = z.object({
  ready: z.boolean(),
  waitingFor: z.optional(z.array(z.string())),
  journal: z.optional(journalHealth),
  /** Matters for the administrator's attention, although the server can serve: sentences without names or addresses. */
  attention: z.optional(z.array(z.string())),
});

const REFUSED = `Enterprise Manager has refused the password of EM_USERNAME ${MOST_LOGON_TRIES} times; it is not tried again until it is another one: put the right one into the file of EM_PASSWORD_FILE, or into EM_PASSWORD and restart`;

/** Counts are null while they are not known. `silentSince`: Enterprise Manager answers, and lists nothing newer. */
type Troubles = {
  overdue?: number | null | undefined;
  hung?: number | null | undefined;
  silentSince?: string | undefined;
};

type Deps = {
  /** Troubles of jobs and of the collection, as far as they are known. */
  troubles: () => Troubles;
  /** Names what is not there yet, in words. */
  waitingFor: () => string[];
  /** Whether the journal responds, as far as that is known. */
  journal: () => JournalHealth;
  /** Whether the password of the service account was refused so often that it is not tried again. */
  passwordIsRefused: () => Promise<boolean>;
  /** Probes the journal now, and waits for the answer for a short time only. */
  askJournal: () => Promise<boolean>;
  /** Whether lines of the log arrive where they go. */
  log: () => LogHealth;
  facts: Facts;
  metrics: Pick<Metrics, 'text' | 'contentType'>;
  /** The token of now, which lets other machines than this one in; without one only this one is. */
  token: () => string | undefined;
};

/** Headers of proxies: a request with one comes from elsewhere, although the connection begins on this machine. */
const forwarding = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'];

/** Monitoring on this machine needs no token; from elsewhere it does. */
function isWatcher(deps: Pick<Deps, 'token'>, { remoteAddress, header }: Watcher): boolean {
  const isForwarded = forwarding.some((name) => header(name) !== undefined);
  if (!isForwarded && isHere(remoteAddress)) return true;
  const brought = /^Bearer (.+)$/i.exec(header('authorization') ?? '')?.[1];
  const token = deps.token();
  return token !== undefined && brought !== undefined && isSameSecret(token, brought);
}

function isHere(address: string): boolean {
  return /^(?:127\.|::1$|::ffff:127\.)/.test(address);
}

type Watcher = { remoteAddress: string; header: (name: string) => string | undefined };

/** Counts and moments, and no names: monitoring reads them. */
function inWords({ overdue, hung, silentSince }: Troubles): string[] {
  return [
    ...(overdue ? [`${counted(overdue, 'job is', 'jobs are')} overdue: no run has begun when it should have`] : []),
    ...(hung ? [`${counted(hung, 'job hangs', 'jobs hang')}: a run goes on far longer than the job's runs take`] : []),
    ...(silentSince === undefined
      ? []
      : [`Enterprise Manager has listed nothing new since ${silentSince}: look at its data collection`]),
  ];
}

function counted(count: number, one: string, several: string): string {
  return `${count} ${count === 1 ? one : several}`;
}

/** Liveness, readiness, numbers, and what Settings shows of the server. */
export function healthRoutes(deps: Deps): Route[] {
  const alive = constantAnswer({ alive: true });
  return [
    defineRoute({
      method: 'GET',
      path: apiPaths.healthz,
      access: 'public',
      summary: 'The process is alive.',
      handler: () => alive,
    }),
    defineRoute({
      method: 'GET',
      path: apiPaths.readyz,
      access: 'public',
      summary:
        'The server can serve: its journal responds and Enterprise Manager has been tried once. Details are for this machine, or by METRICS_TOKEN.',
      output: readiness,
      async handler(request) {
        const waitingFor = [...deps.waitingFor(), ...((await deps.askJournal()) ? [] : ['the journal'])];
        const ready = waitingFor.length === 0;
        const status = ready ? 200 : 503;
        if (!isWatcher(deps, request)) return { status, body: { ready } };
        const attention = [...((await deps.passwordIsRefused()) ? [REFUSED] : []), ...inWords(deps.troubles())];
        return { status, body: { ready, waitingFor, journal: deps.journal(), attention } };
      },
    }),
    defineRoute({
      method: 'GET',
      path: apiPaths.metrics,
      access: 'public',
      summary: 'Numbers for Prometheus.',
      files: ['text/plain'],
      refuses: ['forbidden'],
      async handler(request) {
        if (!isWatcher(deps, request))
          throw new Refusal(
            'forbidden',
            'Request it from this machine, or with the token of METRICS_TOKEN as Authorization: Bearer.',
          );
        return { status: 200, contentType: deps.metrics.contentType, body: await deps.metrics.text() };
      },
    }),
    defineRoute({
      method: 'GET',
      path: apiPaths.status,
      access: ['operator', 'viewer'],
      summary: 'Version, connection and intervals of this server.',
      output: statusSchema,
      async handler({ caller }) {
        const { account, ...rest } = deps.facts.em;
        const isOperator = caller.role === 'operator';
        const seen = isOperator ? { ...rest, account, passwordRefused: await deps.passwordIsRefused() } : rest;
        const { since, ...log } = deps.log();
        const logged = { ...log, since: new Date(since).toISOString() };
        return { status: 200, body: { ...deps.facts, em: seen, journal: deps.journal(), log: logged } };
      },
    }),
  ];
}

import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Certificate, makeCertificate } from '#http/certificate.ts';
import { answerControl } from '#http/control.ts';
import { deliver } from '#http/deliver.ts';
import { Faults } from '#http/faults.ts';
import type { Exchange, Execution } from '#http/journal.ts';
import { Listener } from '#http/listener.ts';
import { USUAL, type Variants } from '#resources/sheet.ts';
import { dispatch } from '#routes/dispatch.ts';
import { scenarioNamed } from '#scenarios/scenarios.ts';
import { type Account, Accounts, type Role } from '#session/accounts.ts';
import { LogonSessions } from '#session/logon-sessions.ts';
import type { Operation } from '#session/tasks.ts';
import { type Wire, wireOf } from '#wire/wire.ts';
import { WorldControls } from '#world/controls.ts';
import { randomOf } from '#world/random.ts';
import { type Clock, World } from '#world/world.ts';
import type { SimulatorOptions } from './options.ts';

/** A simulated Veeam Backup Enterprise Manager on a real socket. */
export class EnterpriseManagerSimulator {
  /** Every exchange since the start, oldest first. */
  readonly requests: Exchange[] = [];
  /** Every command really carried out: what was sent twice stands here twice. */
  readonly executions: Execution[] = [];
  readonly faults: Faults;
  readonly world: WorldControls;
  readonly #options: SimulatorOptions;
  readonly #clock: Clock;
  readonly #world: World;
  readonly #wire: Wire;
  readonly #sessions: LogonSessions;
  readonly #accounts = new Accounts();
  #certificate: Certificate | undefined;
  #caFile = '';
  #listener: Listener | undefined;
  #stopping = new AbortController();
  #port = 0;
  readonly #variants: Variants;
  #endScenario: () => void = () => undefined;

  constructor(options: SimulatorOptions = {}) {
    const { seed = 1, jobs = 40, servers, failedShare, speed = 1, collectionMinutes = 0 } = options;
    this.#options = options;
    this.#variants = variantsOf(options);
    this.#clock = options.clock ?? { now: () => Date.now() };
    const { collectionDelaySeconds: delay, tasksWaitForCollection: holdsTasks } = options;
    const collection = {
      holdsTasks,
      lateness: delay === undefined ? undefined : (delay * 1000) / speed,
      byHandSince: options.collectsByHand === true ? this.#clock.now() : undefined,
    };
    this.#world = new World({
      seed,
      jobs,
      servers,
      failedShare,
      schedules: options.schedules,
      timeZones: options.timeZones,
      runsSchedules: options.runsSchedules,
      missedNextRun: options.missedNextRun,
      clock: this.#clock,
      speed,
      collectionMinutes,
      collection,
    });
    this.#wire = wireOf(options.flavour ?? 'v12', options.wire ?? {});
    this.#sessions = new LogonSessions(this.#clock, String(seed));
    this.faults = new Faults(randomOf(`${seed}/faults`));
    this.world = new WorldControls(this.#world);
    this.setScenario(options.scenario ?? 'healthy');
  }

  get accounts(): readonly Account[] {
    return this.#accounts.all();
  }

  /** Where it listens, without a slash at the end. */
  get url(): string {
    return `${this.#options.http === true ? 'http' : 'https'}://127.0.0.1:${this.#port}`;
  }

  /** The file that holds the certificate; empty with plain HTTP and before the start. */
  get caFile(): string {
    return this.#caFile;
  }

  get caPem(): string {
    return this.#certificate?.pem ?? '';
  }

  /** SHA-256 of the certificate, hex with colons. */
  get fingerprint(): string {
    return this.#certificate?.fingerprint ?? '';
  }

  /** Listens on 127.0.0.1; port 0 takes any free one. The world of an earlier start goes on. */
  async start(port = 0): Promise<void> {
    if (this.#listener !== undefined) throw new Error('The simulator is listening already');
    if (this.#options.http !== true && this.#certificate === undefined) await this.#certify();
    this.#world.ledger(); // made now, so that the first question is not kept waiting
    this.#stopping = new AbortController();
    const listener = new Listener(this.#certificate, (request, response) => this.#receive(request, response));
    this.#port = await listener.listen(port);
    this.#listener = listener;
  }

  /** Closes the listener and its connections; what was begun goes on in the world. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#listener?.close();
    this.#listener = undefined;
  }

  /** Shows a fresh certificate from now on, as after a renewal that the clients have not been given; `caFile` and `fingerprint` stay. */
  async renewCertificate(): Promise<void> {
    this.#listener?.setCertificate(await makeCertificate('valid'));
  }

  /** Takes new connections and leaves them without a word for that long. */
  fallSilent(seconds: number): void {
    const listener = this.#listener;
    listener?.setSilent(true);
    setTimeout(() => listener?.setSilent(false), seconds * 1000).unref();
  }

  /** All logon sessions are gone; the world stays. */
  expireSessions(): void {
    this.#sessions.closeAll();
  }

  /** The service starts again: logon sessions and tasks are gone, task counters begin at 1. */
  restart(): void {
    this.#sessions.closeAll();
  }

  /** Adds finished tasks to every logon session that is open. */
  addOldTasks(count: number, operation: Operation = 'CollectingBackupServer'): void {
    for (const { tasks } of this.#sessions.all()) tasks.addFinished(count, operation);
  }

  /** Gives an account another role, from its next call on. Throws when there is no such account. */
  setRole(username: string, role: Role): void {
    this.#accounts.setRole(username, role);
  }

  /** Has the list of accounts name one with a role of its own, or not at all (null). Throws on an unknown name. */
  listAccount(username: string, role: Role | null): void {
    this.#accounts.list(username, role);
  }

  /** Ends the scenario that is played and plays another. Throws on an unknown name. */
  setScenario(name: string): void {
    const scenario = scenarioNamed(name);
    this.#endScenario();
    this.#world.collection.setMinutes(this.#options.collectionMinutes ?? 0);
    this.#endScenario = scenario({
      world: this.#world,
      controls: this.world,
      faults: this.faults,
      sessions: this.#sessions,
    });
  }

  async #certify(): Promise<void> {
    this.#certificate = await makeCertificate(this.#options.certificate ?? 'valid');
    const folder = this.#options.certificateDir ?? (await temporaryFolder());
    this.#caFile = join(folder, 'ca.pem');
    await writeFile(this.#caFile, this.#certificate.pem);
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    const [method, url] = [request.method ?? 'GET', request.url ?? '/'];
    if (url.startsWith('/__simulator/')) {
      void answerControl(this, request, response);
      return;
    }
    request.resume();
    const exchange = this.#note(method, url, request);
    const faults = this.faults.take(method, url);
    const work = () => dispatch(this.#stage(request), method, url, request.headers);
    void deliver(response, faults, work, { clock: this.#clock, stopped: this.#stopping.signal }).then(
      ({ status, account }) => Object.assign(exchange, { status, account }),
      () => response.destroy(),
    );
  }

  #note(method: string, path: string, request: IncomingMessage): Exchange {
    const { headers } = request;
    const exchange: Exchange = {
      at: this.#clock.now(),
      method,
      path,
      status: 0,
      account: undefined,
      authorization: headers.authorization !== undefined,
      cookie: headers.cookie !== undefined,
      headers,
    };
    this.requests.push(exchange);
    return exchange;
  }

  #stage(request: IncomingMessage): Parameters<typeof dispatch>[0] {
    const { hrefHost, flavour } = this.#wire;
    const scheme = this.#options.http === true ? 'http' : 'https';
    const host = hrefHost ?? request.headers.host ?? `127.0.0.1:${this.#port}`;
    const origin = /:\d+$/.test(host) ? host : `${host}:9398`;
    return {
      world: this.#world,
      sessions: this.#sessions,
      accounts: this.#accounts,
      wire: this.#wire,
      sheet: {
        base: `${scheme}://${origin}/api`,
        flavour,
        now: this.#clock.now(),
        knownUntil: (serverId) => this.#world.collection.knownUntil(serverId, this.#clock.now()),
        ...this.#variants,
      },
      executed: (execution) => this.executions.push(execution),
    };
  }
}

function variantsOf(options: SimulatorOptions): Variants {
  return {
    taskLinksRun: options.taskLinksRun ?? USUAL.taskLinksRun,
    taskMessages: options.taskMessages ?? USUAL.taskMessages,
    taskSessionsOn: options.taskSessionsOn ?? USUAL.taskSessionsOn,
    sessionJobLinks: options.sessionJobLinks ?? USUAL.sessionJobLinks,
    securityNames: options.securityNames ?? USUAL.securityNames,
  };
}

const temporaryFolders: string[] = [];
process.once('exit', () => {
  for (const folder of temporaryFolders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is there as long as this process. */
async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'em-simulator-'));
  temporaryFolders.push(folder);
  return folder;
}

import type { Role } from '#session/accounts.ts';
import type { Operation } from '#session/tasks.ts';
import type { WorldControls } from '#world/controls.ts';
import type { Faults } from './faults.ts';
import type { Exchange, Execution } from './journal.ts';

/** The powers of the control page over a simulator. */
export type Controlled = {
  readonly requests: readonly Exchange[];
  readonly executions: readonly Execution[];
  readonly faults: Faults;
  readonly world: WorldControls;
  setScenario(name: string): void;
  restart(): void;
  renewCertificate(): Promise<void>;
  fallSilent(seconds: number): void;
  expireSessions(): void;
  setRole(username: string, role: Role): void;
  addOldTasks(count: number, operation?: Operation): void;
};

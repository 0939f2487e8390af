import type { Faults } from '#http/faults.ts';
import type { LogonSessions } from '#session/logon-sessions.ts';
import type { WorldControls } from '#world/controls.ts';
import type { World } from '#world/world.ts';

/** The parts that a scenario may touch. */
export type Setting = { world: World; controls: WorldControls; faults: Faults; sessions: LogonSessions };

import { hungRun, nothingRan, silentCollection } from './attention.ts';
import { field, oneCause } from './causes.ts';
import { brokenXml, flaky, hung, placeholderDates, renamedElements, restart, sessionThief, slow } from './network.ts';
import type { Setting } from './setting.ts';
import { emLag, empty, giant, mondayMorning, nastyNames, refuses } from './worlds.ts';

/** Begins a scenario and gives what ends it. What it did to the world stays. */
export type Scenario = (setting: Setting) => () => void;

const SCENARIOS: Record<string, Scenario> = {
  healthy: () => () => undefined,
  'monday-morning': mondayMorning,
  'one-cause': oneCause,
  field,
  'hung-run': hungRun,
  'nothing-ran': nothingRan,
  'silent-collection': silentCollection,
  'em-lag': emLag,
  flaky,
  hung,
  refuses,
  empty,
  'nasty-names': nastyNames,
  restart,
  'session-thief': sessionThief,
  slow,
  'broken-xml': brokenXml,
  'placeholder-dates': placeholderDates,
  'renamed-elements': renamedElements,
  giant,
};

/** The names of all scenarios. */
export const SCENARIO_NAMES: readonly string[] = Object.keys(SCENARIOS);

/** The scenario of that name. Throws when there is none. */
export function scenarioNamed(name: string): Scenario {
  const scenario = Object.hasOwn(SCENARIOS, name) ? SCENARIOS[name] : undefined;
  if (scenario === undefined) throw new Error(`There is no scenario "${name}"; known: ${SCENARIO_NAMES.join(', ')}`);
  return scenario;
}

import type { Reader } from '#config/environment.ts';
import { givenSettings } from '#config/given-settings.ts';
import type { Command, Given } from './command.ts';

/** The option of every command that reads settings. */
export const configOption = {
  config: { value: 'FILE', what: 'settings as KEY=value, below those of the environment; also as RETRY_DESK_CONFIG' },
} satisfies Command['options'];

/** The settings that a command was given. */
export function settingsOf(given: Given): Reader {
  return givenSettings(given.text('config'));
}

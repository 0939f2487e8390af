import { ConfigurationError } from '#config/faults.ts';
import { configPath } from '#config/given-settings.ts';
import { type Config, loadConfig } from '#config/load-config.ts';
import { checkEnterpriseManager } from './check-em.ts';
import { checkFiles } from './check-files.ts';
import { checkChannels, checkProvider } from './check-outside.ts';
import { checkStore } from './check-store.ts';
import { type Command, exitCodes } from './command.ts';
import { configOption, settingsOf } from './config-option.ts';
import { type Finding, fault, ok } from './findings.ts';

/** `check`: everything that a start needs, without a start and without changing anything. */
export const check: Command = {
  name: 'check',
  what: 'tries settings, files, Enterprise Manager (one logon), store, sign-in and channels without starting; changes and sends nothing',
  files: [],
  options: { ...configOption },
  async run(given) {
    const reader = settingsOf(given);
    let config: Config;
    try {
      config = loadConfig(reader);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      for (const each of error.faults) print(fault(each));
      console.log('Nothing else was tried: put the settings right first.');
      return exitCodes.configuration;
    }
    print(ok('the settings can be read'));
    const parts = [
      checkFiles(config, reader, configPath(given.text('config'))),
      await checkStore(config),
      await checkEnterpriseManager(config.em),
      await checkProvider(config),
      await checkChannels(config),
    ];
    const findings = parts.flat();
    findings.forEach(print);
    return findings.some(({ is }) => is === 'fault') ? exitCodes.configuration : exitCodes.ok;
  },
};

function print({ is, what }: Finding): void {
  console.log(`${is.padEnd(5)}  ${what}`);
}

/** Everything that is wrong with the configuration, in one message for the administrator who starts the server. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `Retry Desk cannot start: ${faults.length === 1 ? 'one setting is' : `${faults.length} settings are`} wrong.\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
    this.faults = faults;
  }
}

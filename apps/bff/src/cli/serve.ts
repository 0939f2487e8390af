import { createBff } from '#bff.ts';
import { loadConfig } from '#config/load-config.ts';
import type { Command } from './command.ts';
import { configOption, settingsOf } from './config-option.ts';

/** Closing takes 10 s at most. */
const MOST_TO_END_MS = 12_000;

/** How the service is asked to end; the last two by Windows: Ctrl-Break, and a console window that is closed. */
const endings = ['SIGTERM', 'SIGINT', 'SIGBREAK', ...(process.platform === 'win32' ? ['SIGHUP'] : [])];

/** `serve`: the server, until a signal ends it. */
export const serve: Command = {
  name: 'serve',
  what: 'starts the server; what is done where no command is given',
  files: [],
  options: { ...configOption },
  async run(given) {
    const read = () => loadConfig(settingsOf(given));
    const bff = await createBff(read());
    const end = () => {
      for (const signal of endings) process.removeAllListeners(signal);
      // Some part may not end: one signal must be enough all the same.
      setTimeout(() => process.exit(1), MOST_TO_END_MS).unref();
      void bff.close().finally(() => process.exit());
    };
    for (const signal of endings) process.once(signal, end);
    // By itself it would end the process without order.
    if (!endings.includes('SIGHUP')) process.on('SIGHUP', () => bff.reload(read));
    // With --disable-sigusr1 the signal would end the process; without, nothing prevents it from opening the debugger.
    process.on('SIGUSR1', () => undefined);
    await bff.listen();
    return null;
  },
};

/**
 * Whether SIGUSR1 opens the debugger of this process: anybody with the rights of this account could then read every
 * secret in it. https://nodejs.org/api/cli.html#--disable-sigusr1
 */
export function opensDebugger(): boolean {
  return ![...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ').includes('--disable-sigusr1');
}

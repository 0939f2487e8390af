/** Data that is not as new as it should be. */
export const staleWords = {
  emDown: 'Enterprise Manager has not responded',
  emDegraded: 'Enterprise Manager has been partly responding',
  silent: 'Retry Desk is not responding',
  notRenewed: 'The newest data could not be loaded',
  old: 'Data has not been updated',
  noRun: 'Enterprise Manager has reported no runs',
  noRunHelp: 'Check whether it still collects from its backup servers: any failures since then are unknown.',
  since: 'since',
  shown: 'Data from',
};

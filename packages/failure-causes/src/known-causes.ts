/** Kinds of causes, as one would sort them into drawers. */
export type CauseFamily =
  | 'agent-process'
  | 'canceled'
  | 'catalog'
  | 'credentials'
  | 'datamover'
  | 'indexing'
  | 'kernel-module'
  | 'locked'
  | 'network'
  | 'object-gone'
  | 'object-storage'
  | 'reboot-needed'
  | 'repository-unreachable'
  | 'snapshot-storage'
  | 'space'
  | 'sql-truncate'
  | 'timeout'
  | 'vss'
  | 'vss-storage'
  | 'says-nothing'
  | 'unclassified';

/** Whether reported failures went away when the job was retried, with nothing else done. */
export type RetryHelps = 'yes' | 'no' | 'unknown';

/** A cause that people have met before, and what they did. */
export type KnownCause = {
  /** Its key for good: stored, linked and acknowledged by it. */
  id: string;
  family: CauseFamily;
  /** Phrases of a reason, in lower case and without names: all of one of these lists. */
  phrases: string[][];
  /** Phrases that make it another cause. */
  unless?: string[];
  /** One of these error codes is in the reason. */
  codes?: string[];
  /** Codes that may be there as well; a code that neither list holds makes it another cause. */
  mayHave?: string[] | 'any';
  /** The phrases occur in reasons of other causes, too: only where the reason says little else. */
  isAlone?: true;
  title: string;
  /** The usual remedy, as the beginning of a sentence. */
  fix: string;
  link: string | null;
  retryHelps: RetryHelps;
  /** The harm that each retry may do; a sentence. */
  danger?: string;
  /** Where wording, fix and help of a retry come from. */
  source: string;
};

const kb = (number: number) => `https://www.veeam.com/kb${number}`;
const systemCodes = 'https://learn.microsoft.com/windows/win32/debug/system-error-codes';
const writerErrors = 'https://learn.microsoft.com/windows/win32/vss/event-and-error-handling-under-vss';
const field = (numbers: string) => `failure messages of the field, ${numbers}`;
const locks = 'Each retry signs in once more, and may keep the account locked.';

/** Every known cause; the first one that fits is taken, so the narrower ones stand first. */
export const KNOWN_CAUSES: readonly KnownCause[] = [
  // Kernel modules of agents for Linux.
  {
    id: 'blksnap-not-loaded',
    family: 'kernel-module',
    phrases: [['failed to load module', 'veeamblksnap']],
    title: 'The kernel module veeamblksnap cannot be loaded',
    fix: 'build the module for the running kernel again (dkms install -m blksnap --force), with the compiler the kernel was built with',
    link: kb(4732),
    retryHelps: 'no',
    source: field('3'),
  },
  {
    id: 'veeamsnap-not-loaded',
    family: 'kernel-module',
    phrases: [['failed to load module', 'veeamsnap']],
    title: 'The kernel module veeamsnap cannot be loaded',
    fix: 'see with lsmod whether veeamsnap is there, and load or install it',
    link: null,
    retryHelps: 'no',
    source: field('5'),
  },
  {
    id: 'blksnap-version',
    family: 'kernel-module',
    phrases: [['ioctl_blk_snap_version']],
    title: 'Kernel module and agent are of different releases',
    fix: 'install module and agent of one release',
    link: null,
    retryHelps: 'no',
    source: field('6'),
  },
  {
    id: 'snapshot-module-not-found',
    family: 'kernel-module',
    phrases: [['veeam snapshot kernel module not found']],
    title: 'The snapshot kernel module is missing for the running kernel',
    fix: 'boot the kernel it was built for, or build it for this one',
    link: null,
    retryHelps: 'no',
    source: field('7'),
  },
  {
    id: 'no-snapshot-module',
    family: 'kernel-module',
    phrases: [['neither blksnap nor veeamsnap module was found']],
    title: 'Neither blksnap nor veeamsnap is installed',
    fix: 'install the kernel headers and configure the package of the module again',
    link: null,
    retryHelps: 'no',
    source: field('8'),
  },
  {
    id: 'kernel-entries',
    family: 'kernel-module',
    phrases: [['failed to resolve', 'kernel entries']],
    title: 'The snapshot module does not fit this kernel',
    fix: 'install a newer version of the module',
    link: null,
    retryHelps: 'no',
    source: field('10'),
  },
  {
    id: 'item-needs-snapshot-module',
    family: 'kernel-module',
    phrases: [['cannot be backed up without veeam snapshot kernel module']],
    title: 'A device cannot be backed up without the snapshot kernel module',
    fix: 'install the package veeam instead of veeam-nosnap, or back up files',
    link: null,
    retryHelps: 'no',
    source: field('12'),
  },
  {
    id: 'snapshot-storage-too-small',
    family: 'snapshot-storage',
    phrases: [['failed to create or open file', 'veeamsnapstore']],
    title: 'The storage for snapshots on the machine is too small',
    fix: 'raise diffStorageMinimum in /etc/veeam/veeam.ini and restart veeamservice',
    link: null,
    retryHelps: 'no',
    source: field('13'),
  },

  // Accounts.
  {
    id: 'account-locked-out',
    family: 'credentials',
    phrases: [['account'], ['logon'], ['administrative share'], ['admin share'], ['guest agent']],
    codes: ['1909', '0x80070775'],
    mayHave: ['53', '67'],
    title: 'The account for the machine is locked out',
    fix: 'unlock the account, and look for what locks it, before anything is retried',
    link: systemCodes,
    retryHelps: 'no',
    danger: locks,
    source: 'Windows system error 1909, ERROR_ACCOUNT_LOCKED_OUT',
  },
  {
    id: 'logon-failure',
    family: 'credentials',
    phrases: [
      ['account'],
      ['logon'],
      ['administrative share'],
      ['admin share'],
      ['guest agent'],
      ['user name or password'],
    ],
    codes: ['1326', '0x8007052e'],
    title: 'The machine refuses the account: wrong user name or password',
    fix: 'correct the credentials of the machine or its protection group',
    link: systemCodes,
    retryHelps: 'no',
    danger: 'Each retry signs in with the wrong password once more, and may lock the account.',
    source: 'Windows system error 1326, ERROR_LOGON_FAILURE',
  },
  {
    id: 'linux-credentials-missing',
    family: 'credentials',
    phrases: [['cannot find linux guest credentials']],
    title: 'There are no credentials for the Linux machine',
    fix: 'add credentials to the machine or its protection group',
    link: null,
    retryHelps: 'no',
    source: field('15'),
  },
  {
    id: 'guest-snapshot-not-prepared',
    family: 'credentials',
    phrases: [['failed to create snapshot', 'failed to prepare guests for volume snapshot']],
    title: 'The machine could not be prepared for the snapshot',
    fix: 'give the account as DOMAIN\\user, not as user@domain',
    link: null,
    retryHelps: 'no',
    source: field('28'),
  },
  {
    id: 'guest-snapshot-state-denied',
    family: 'credentials',
    phrases: [['hvissnapshotinprogress', 'access is denied']],
    codes: ['0x80070005'],
    title: 'Guest processing is denied access on the machine',
    fix: 'give the account the rights of a local administrator',
    link: kb(1230),
    retryHelps: 'no',
    source: field('41'),
  },

  {
    id: 'reboot-required',
    family: 'reboot-needed',
    phrases: [['system reboot is required to continue installation']],
    title: 'The machine must be restarted before the agent is installed',
    fix: 'restart the machine, then rescan its protection group',
    link: null,
    retryHelps: 'no',
    source: field('16'),
  },

  // Shadow copies.
  {
    id: 'vss-unfreeze-vetoed',
    family: 'vss',
    phrases: [['vss.unfreeze', 'vss asynchronous operation is not completed']],
    codes: ['0x80042306'],
    title: 'The shadow copy was not completed while the writers were being released',
    fix: 'turn guest indexing off for the machine where it comes again',
    link: null,
    retryHelps: 'yes',
    source: field('20'),
  },
  {
    id: 'vss-no-storage',
    family: 'vss-storage',
    phrases: [['shadow copies commit'], ['shadow copy'], ['shadow storage']],
    codes: ['0x8004231f'],
    mayHave: ['-2147467259'],
    title: 'There is no room for the shadow copy',
    fix: 'free space on the volume (C: above all) and restart the writers that have failed',
    link: writerErrors,
    retryHelps: 'no',
    source: `${field('21')}; VSS_E_INSUFFICIENT_STORAGE`,
  },
  {
    id: 'vss-shutdown',
    family: 'vss',
    phrases: [['a system shutdown is in progress']],
    codes: ['0x8007045b'],
    title: 'A shadow copy writer is stuck: "a system shutdown is in progress"',
    fix: 'restart the writer that is stuck, or the machine',
    link: null,
    retryHelps: 'unknown',
    source: field('23'),
  },
  {
    id: 'vss-writer-not-retryable',
    family: 'vss',
    phrases: [['vss writer', 'failed with error code']],
    codes: ['0x800423f4'],
    title: 'A shadow copy writer failed, and its error does not go away by trying again',
    fix: 'restart the service of the writer and look into its event log',
    link: writerErrors,
    retryHelps: 'unknown',
    source: `${field('24')}; VSS_E_WRITERERROR_NONRETRYABLE`,
  },
  {
    id: 'vss-file-in-use',
    family: 'vss',
    phrases: [['cannot contact the vss engine', 'being used by another process']],
    codes: ['32'],
    title: 'The VSS support of the agent cannot replace a file that is in use',
    fix: 'turn guest indexing off for the machine where it comes again',
    link: null,
    retryHelps: 'yes',
    source: field('25'),
  },
  {
    id: 'vss-finish-timeout',
    family: 'vss',
    phrases: [['vss.finishsnapshot']],
    codes: ['0x800401fd'],
    title: 'The connection that holds the snapshot was lost before its end',
    fix: 'raise VSSGuestSnapshotTimeout where it comes again',
    link: kb(2825),
    retryHelps: 'unknown',
    source: field('26'),
  },
  {
    id: 'guest-processing-skipped',
    family: 'vss',
    phrases: [['guest processing skipped', 'check guest os vss state']],
    title: 'Guest processing was skipped: VSS or the integration services of the machine are not ready',
    fix: 'update the integration services and set shadow storage',
    link: kb(1855),
    retryHelps: 'no',
    source: field('29'),
  },
  {
    id: 'vss-snapshot-not-created',
    family: 'vss',
    phrases: [['failed to create vss snapshot']],
    isAlone: true,
    title: 'The VSS snapshot could not be created',
    fix: 'look for writers that have failed (vssadmin list writers); the agent has tried again by itself',
    link: null,
    retryHelps: 'unknown',
    source: field('19'),
  },
  {
    id: 'sql-truncate',
    family: 'sql-truncate',
    phrases: [['failed to truncate', 'sql server transaction logs']],
    mayHave: ['0x80004005'],
    title: 'Transaction logs of SQL Server cannot be truncated',
    fix: 'give NT AUTHORITY\\SYSTEM the right to back up the databases; raise SqlExecTimeout where it takes long',
    link: kb(2027),
    retryHelps: 'no',
    source: field('30'),
  },

  // Indexing and the catalog.
  {
    id: 'index-failed',
    family: 'indexing',
    phrases: [['failed to index guest file system', 'index failed']],
    title: 'The files of the machine cannot be indexed',
    fix: 'turn guest indexing off for the machine; the backup itself is not touched',
    link: null,
    retryHelps: 'no',
    source: field('31'),
  },
  {
    id: 'catalog-commit',
    family: 'catalog',
    phrases: [['failed to commit catalog transaction']],
    title: 'The index cannot be written to the catalog',
    fix: 'turn guest indexing off for the machine, or repair the catalog',
    link: null,
    retryHelps: 'no',
    source: field('34'),
  },
  {
    id: 'catalog-publish',
    family: 'catalog',
    phrases: [['failed to publish guest file system index to the catalog']],
    title: 'The index cannot be published to the catalog',
    fix: 'turn guest indexing off for the machine, or repair the catalog',
    link: null,
    retryHelps: 'no',
    source: field('35'),
  },
  {
    id: 'indexing-not-connected',
    family: 'network',
    phrases: [['unable to perform guest file system indexing', 'failed to establish a network connection to the host']],
    title: 'The machine could not be reached for indexing',
    fix: 'see whether the machine is on; it has gone away by the next run',
    link: null,
    retryHelps: 'yes',
    source: field('36'),
  },

  // The way to the machine.
  {
    id: 'admin-share-path',
    family: 'network',
    phrases: [['administrative share'], ['admin share']],
    codes: ['53'],
    title: 'The machine cannot be reached: its administrative share is not found',
    fix: 'see whether the machine is on, and whether its firewall lets ports 139 and 445 in',
    link: kb(1230),
    retryHelps: 'no',
    source: field('37'),
  },
  {
    id: 'admin-share-name',
    family: 'network',
    phrases: [['administrative share'], ['admin share']],
    codes: ['67'],
    title: 'The machine has no administrative share of that name',
    fix: 'see whether the machine shares ADMIN$',
    link: kb(1230),
    retryHelps: 'unknown',
    source: field('39'),
  },
  {
    id: 'connection-refused',
    family: 'network',
    phrases: [['no connection could be made because the target machine actively refused it']],
    mayHave: ['10061'],
    isAlone: true,
    title: 'A service refused the connection',
    fix: 'see whether the service runs there and its port is open',
    link: null,
    retryHelps: 'unknown',
    source: field('43'),
  },
  {
    id: 'rpc-server-not-started',
    family: 'network',
    phrases: [["failed to call rpc function 'startrpcserver'"]],
    isAlone: true,
    title: 'The agent on the machine does not start its service for calls',
    fix: 'install the agent again, and open ports 6160 and 6162',
    link: null,
    retryHelps: 'no',
    source: field('49'),
  },

  // Room.
  {
    id: 'no-space-for-metadata',
    family: 'space',
    phrases: [['fcwritefileex', 'not enough space on the disk']],
    mayHave: ['112'],
    title: "There is no room in the repository for the backup's metadata",
    fix: 'free space in the repository; what the reason says after that is only a consequence',
    link: null,
    retryHelps: 'no',
    source: field('52'),
  },
  {
    id: 'no-space-for-backup-file',
    family: 'space',
    phrases: [['not enough space on the disk', 'failed to write data to the']],
    mayHave: ['112'],
    title: 'There is no room in the repository for the backup file',
    fix: 'free space in the repository, or keep fewer restore points',
    link: null,
    retryHelps: 'no',
    source: field('55'),
  },
  {
    id: 'no-space',
    family: 'space',
    phrases: [['not enough space on the disk']],
    mayHave: ['112'],
    isAlone: true,
    title: 'There is not enough space on a disk',
    fix: 'free space where the backup is written, or keep fewer restore points',
    link: null,
    retryHelps: 'no',
    source: field('54'),
  },

  // Repositories and object storage.
  {
    id: 'gateway-share-unavailable',
    family: 'repository-unreachable',
    phrases: [['selected gateway server', 'share', 'is unavailable']],
    title: 'The share of the repository is not available on its gateway server',
    fix: 'look at the NFS server; it comes and goes',
    link: null,
    retryHelps: 'yes',
    source: field('57'),
  },
  {
    id: 'gateway-not-selected',
    family: 'repository-unreachable',
    phrases: [['failed to select a gateway server']],
    title: 'No gateway server can be used for the repository',
    fix: 'choose a gateway server that reaches the repository',
    link: null,
    retryHelps: 'no',
    source: field('58'),
  },
  {
    id: 'snapshot-not-imported',
    family: 'repository-unreachable',
    phrases: [['import snapshot task has failed']],
    title: 'The snapshot of the storage could not be imported',
    fix: 'look at the session of the storage',
    link: null,
    retryHelps: 'unknown',
    source: field('59'),
  },
  {
    id: 's3-access-denied',
    family: 'object-storage',
    phrases: [['s3 error', 'accessdenied']],
    mayHave: ['403'],
    title: 'The object storage denies access',
    fix: 'look at the keys and the policy of the bucket',
    link: null,
    retryHelps: 'no',
    source: field('60'),
  },
  {
    id: 's3-malformed-xml',
    family: 'object-storage',
    phrases: [['s3 error', 'malformedxml']],
    mayHave: ['400'],
    title: 'The object storage does not understand a request',
    fix: 'report it to the vendor of the storage: it is not compatible',
    link: null,
    retryHelps: 'no',
    source: field('62'),
  },
  {
    id: 'certificate-not-retrieved',
    family: 'object-storage',
    phrases: [['failed to retrieve certificate']],
    isAlone: true,
    title: 'The certificate of the object storage cannot be read',
    fix: 'look at the certificate of the object storage and the way to it',
    link: null,
    retryHelps: 'no',
    source: field('64'),
  },

  // Other sessions and people.
  {
    id: 'locked-by-session',
    family: 'locked',
    phrases: [['is locked by running session']],
    title: 'Another session uses the backup file',
    fix: 'wait until the other session has ended',
    link: null,
    retryHelps: 'yes',
    source: field('65'),
  },
  {
    id: 'canceled-by-user',
    family: 'canceled',
    phrases: [['operation was canceled by user']],
    title: 'Somebody stopped the run',
    fix: 'ask before you retry: it is no fault',
    link: null,
    retryHelps: 'unknown',
    source: field('67'),
  },
  {
    id: 'agent-closed',
    family: 'agent-process',
    phrases: [['agentclosedexception']],
    title: 'The data mover ended before its work was done',
    fix: "read the data mover's log",
    link: null,
    retryHelps: 'unknown',
    source: field('69'),
  },
  {
    id: 'nothing-to-process',
    family: 'object-gone',
    phrases: [
      ['nothing to process', 'machines were excluded from task list'],
      ['virtual machine', 'is unavailable and will be skipped from processing'],
    ],
    title: 'The machine is gone, or was moved',
    fix: 'take it out of the job, or add it anew',
    link: null,
    retryHelps: 'no',
    source: field('72'),
  },
  {
    id: 'tag-unavailable',
    family: 'object-gone',
    phrases: [['is unavailable, vms residing on it will be skipped from processing']],
    title: 'The tag that the job backs up is gone',
    fix: 'make the tag again, or take it out of the job',
    link: null,
    retryHelps: 'no',
    source: field('73'),
  },
  {
    id: 'vddk-not-opened',
    family: 'datamover',
    phrases: [['failed to open vddk disk']],
    title: 'The disk of the virtual machine cannot be opened',
    fix: 'look at the connection to the host, and at its account',
    link: null,
    retryHelps: 'unknown',
    source: field('75'),
  },

  // The ends of many reasons: last, and only alone.
  {
    id: 'connection-broken',
    family: 'network',
    phrases: [
      ['connection reset by peer'],
      ['broken pipe'],
      ['bad file descriptor'],
      ['forcibly closed by the remote host'],
    ],
    mayHave: ['10054', '32', '104'],
    isAlone: true,
    title: 'The connection broke while data were sent',
    fix: 'look at the network in between where it comes again',
    link: null,
    retryHelps: 'yes',
    source: field('44'),
  },
  {
    id: 'wait-timed-out',
    family: 'timeout',
    phrases: [['the wait operation timed out']],
    mayHave: ['258'],
    isAlone: true,
    title: 'A call took too long',
    fix: 'look at the load of the machine and of the backup server',
    link: systemCodes,
    retryHelps: 'unknown',
    source: field('45'),
  },
  {
    id: 'stream-not-read',
    family: 'network',
    phrases: [['unable to read data from stream']],
    isAlone: true,
    title: 'Data could not be read from a connection',
    fix: 'look at the network in between',
    link: null,
    retryHelps: 'unknown',
    source: field('46'),
  },
];

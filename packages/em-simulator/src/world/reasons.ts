import { oneOf, type Random } from './random.ts';
import type { Platform } from './records.ts';

type Reason = (machine: string, random: Random) => string;

const WINDOWS: [Reason, ...Reason[]] = [
  function hostUnreachable(machine) {
    return `Failed to connect to ${machine}. The network path was not found. Error code: 0x00000035. Failed to connect to share '\\\\${machine}\\ADMIN$'. Check that the computer is powered on and that the firewall lets the backup server in.`;
  },
  function shadowCopy(machine) {
    return `Failed to create snapshot (Microsoft Software Shadow Copy provider 1.0) on ${machine} (mode: Veeam application-aware processing). Details: Unknown status of async operation. The shadow copy provider had an unexpected error while trying to process the specified operation. VSS error: VSS_E_PROVIDER_VETO. Code: 0x8004230f`;
  },
  function writer(machine) {
    return `Processing ${machine} Error: A VSS critical writer has failed. Writer name: [SqlServerWriter]. Class ID: [{a65faa63-5ea8-4ebc-9dbd-a0c4db26912a}]. Writer's state: [VSS_WS_FAILED_AT_POST_SNAPSHOT]. Error code: [0x800423f4].`;
  },
  function repositoryFull() {
    return 'There is not enough space on the disk. Failed to write data to the file [E:\\Backup\\Agents\\weekly\\chain_2.vbk]. Agent failed to process method {DataTransfer.SyncDisk}. The repository "Backup Repository 02" has 3.1 GB left; at least 41.7 GB are needed.';
  },
  function cut(machine) {
    return `Processing ${machine} Error: An existing connection was forcibly closed by the remote host. Failed to upload disk '\\\\?\\Volume{6f1c1f0e-0000-0000-0000-100000000000}'. Agent failed to process method {DataTransfer.SyncDisk}. The job "will be retried" after the waiting time.`;
  },
  function credentials(machine) {
    return `Failed to log on to ${machine}: The user name or password is incorrect. Access is denied. Account: [TECH\\svc-backup]. Win32 error code: 1326. Check the credentials of the protection group "Servers & Clients".`;
  },
];

const LINUX: [Reason, ...Reason[]] = [
  function snapshot(machine) {
    return `Failed to create volume snapshot on ${machine}. Error: Failed to open device /dev/veeamsnap. Kernel module veeamsnap is not loaded: modprobe: ERROR: could not insert 'veeamsnap': Required key not available (Secure Boot is enabled).`;
  },
  function unreachable(machine) {
    return `Unable to establish SSH session with ${machine}. Connection timed out after 60000 ms. Host: [${machine}], port: [22], fingerprint of the host key: ecdsa-sha2-nistp256.`;
  },
  function space(machine) {
    return `Processing ${machine} Error: No space left on device. Failed to write block to file /mnt/backup/repo01/${machine}/${machine}.vib. Shared memory connection was closed. Unable to release guest: lpbcore exited with code "255".`;
  },
  function snapshotOverflow(_machine, random) {
    return `Snapshot overflow: the changed blocks of /dev/sd${oneOf(random, ['a', 'b', 'c'])}1 did not fit into the snapshot storage. Backup of the volume was stopped. Raise the minimum snapshot storage in /etc/veeam/veeam.ini and start the job again.`;
  },
  function proxyKilled(machine) {
    return `Managed session on ${machine} has failed. Error: the agent process was killed by signal 9 (out of memory). Last message: "[lpbcore] Reading /var/lib/postgresql/16/main". No data was transferred in the last 30 minutes.`;
  },
];

/** A reason as Veeam writes them: several sentences with paths, codes and quotes. */
export function reasonFor(platform: Platform, machine: string, random: Random): string {
  return oneOf(random, platform === 'AgentForWindows' ? WINDOWS : LINUX)(machine, random);
}

const WARNINGS: [string, ...string[]] = [
  'Backup of the file "C:\\ProgramData\\Temp\\~lock" was skipped: the file is in use.',
  'The repository is running low on free space: 9 % left.',
  'Unable to truncate transaction logs. Details: the database "Reporting" is in simple recovery mode.',
  'Veeam Agent on this computer is out of date and will be upgraded at the next rescan.',
];

/** What a warning says. */
export function warningFor(random: Random): string {
  return oneOf(random, WARNINGS);
}

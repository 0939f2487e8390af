import type { KnownCause } from '../known-cause.ts';
import { field } from './sources.ts';

/** Other sessions, people, and machines that are gone. */
export const sessions: readonly KnownCause[] = [
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
];

import type { KnownCause } from '../known-cause.ts';
import { field, systemCodes } from './sources.ts';

/** The ends of many reasons: the last ones that are tried, and only where the reason has little else. */
export const endings: readonly KnownCause[] = [
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

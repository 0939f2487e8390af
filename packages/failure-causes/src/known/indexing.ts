import type { KnownCause } from '../known-cause.ts';
import { field } from './sources.ts';

/** Indexes of files and their catalog. */
export const indexing: readonly KnownCause[] = [
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
];

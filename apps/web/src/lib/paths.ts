import { pagePaths } from '@retry-desk/contract';

/** Addresses of the JSON interface, one constant each, so that a page has those it requests only. */
export * as api from './api-addresses.ts';
/** Addresses of pages, likewise. */
export * as pages from './page-addresses.ts';

/** Patterns the router matches; `pages` builds the addresses. */
export const patterns = {
  board: pagePaths.board,
  job: pagePaths.job,
  tasks: pagePaths.tasks,
  task: pagePaths.task,
  machines: pagePaths.machines,
  shift: pagePaths.shift,
  wall: pagePaths.wall,
  settings: pagePaths.settings,
  audit: pagePaths.audit,
  about: pagePaths.about,
  signIn: pagePaths.signIn,
} as const;

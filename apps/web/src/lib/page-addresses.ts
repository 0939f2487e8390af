import { pagePaths, pathTo } from '@retry-desk/contract';
import { elsewhere } from './return-to.ts';
import type { AgeSearch, AuditSearch, BoardSearch, TaskSearch } from './search-params.ts';
import { withQuery } from './with-query.ts';

export const board = (search: BoardSearch = {}) => withQuery(pagePaths.board, search);
export const job = (id: string) => pathTo(pagePaths.job, id);
export const tasks = (search: TaskSearch = {}) => withQuery(pagePaths.tasks, search);
export const task = (id: string) => pathTo(pagePaths.task, id);
export const machines = (q?: string) => withQuery(pagePaths.machines, { q });
export const shift = (since?: string) => withQuery(pagePaths.shift, { since });
export const machinesByAge = (search: AgeSearch = {}) => withQuery(pagePaths.machines, { view: 'age', ...search });
export const wall = () => pagePaths.wall;
export const settings = () => pagePaths.settings;
export const notices = () => `${pagePaths.settings}#notices`;
export const audit = (search: AuditSearch = {}) => withQuery(pagePaths.audit, search);
export const about = () => pagePaths.about;
export const signIn = (returnTo?: string) => withQuery(pagePaths.signIn, { returnTo: elsewhere(returnTo) });

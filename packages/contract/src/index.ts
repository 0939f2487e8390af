export * from './board.ts';
export * from './ids.ts';
export * from './jobs.ts';
export * from './problem.ts';
export * from './retry-state.ts';
export * from './session.ts';
export * from './task.ts';

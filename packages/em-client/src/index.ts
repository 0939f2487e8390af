export { createEnterpriseManager } from './create-enterprise-manager.ts';
export type * from './enterprise-manager.ts';
export { foreignHeaders, refusedAnswer, unreadableAnswer } from './errors/answer-error.ts';
export * from './errors/em-error.ts';
export { type CallSite, fromNetworkError, timedOut } from './errors/network-error.ts';
export type * from './records.ts';
export { comesAfter } from './resources/task.ts';
export * from './run-order.ts';
export { MOST_LOGON_TRIES } from './session/logon-tries.ts';

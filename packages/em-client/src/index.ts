export { createEnterpriseManager } from './create-enterprise-manager.ts';
export type * from './enterprise-manager.ts';
export * from './errors/em-error.ts';
export type * from './records.ts';

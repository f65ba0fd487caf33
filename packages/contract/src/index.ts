export * from './version.ts';
export * from './scalars.ts';
export * from './models.ts';
export * from './commands.ts';
export * from './events.ts';
export * from './errors.ts';
export * from './check.ts';
export { parseJsonObject } from './json.ts';
export * from './json-rpc.ts';

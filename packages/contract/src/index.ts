export * from './version.ts';
export * from './scalars.ts';
export * from './models.ts';
export * from './commands.ts';
export * from './events.ts';
export * from './errors.ts';
export * from './check.ts';

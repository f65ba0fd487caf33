export * from './store.ts';
export * from './backup.ts';
export * from './network.ts';
export * from './host.ts';
export * from './ambient.ts';

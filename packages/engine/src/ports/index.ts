export * from './store.ts';
export * from './network.ts';
export * from './ambient.ts';

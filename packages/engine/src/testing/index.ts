export * from './virtual-clock.ts';
export * from './seeded-random.ts';
export * from './memory-network.ts';
export * from './memory-discovery.ts';
export * from './transport-conformance.ts';
export * from './discovery-conformance.ts';
export * from './memory-store.ts';
export * from './store-conformance.ts';

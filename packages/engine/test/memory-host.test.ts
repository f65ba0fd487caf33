import { describeHost, MemoryHost } from '../src/testing/index.ts';

describeHost('in memory', () => new MemoryHost({ name: 'eth0', address: '192.0.2.1', prefixLength: 24 }));

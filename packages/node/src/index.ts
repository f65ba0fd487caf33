// The real adapters behind the engine's ports.
export { systemClock } from './ambient/system-clock.ts';
export { systemRandom } from './ambient/system-random.ts';
export { tcpTransport } from './tcp/transport.ts';

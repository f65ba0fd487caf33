import { setTimeout as sleep } from 'node:timers/promises';
import { describeClock, describeRandom } from '@loom/engine/testing';
import { systemClock, systemRandom } from '../src/index.ts';

describeClock('system', () => ({ clock: systemClock, pass: (ms) => sleep(ms) }));

describeRandom('system', systemRandom);

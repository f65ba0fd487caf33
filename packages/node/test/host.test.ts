import { describeHost } from '@loom/engine/testing';
import { systemClock, systemHost, systemRandom } from '../src/index.ts';

describeHost('this machine', () =>
  systemHost({ clock: systemClock, random: systemRandom, log: () => undefined }),
);

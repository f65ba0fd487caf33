import { describeClock, describeRandom, SeededRandom, VirtualClock } from '../src/testing/index.ts';

describeClock('virtual', () => {
  const clock = new VirtualClock();
  return { clock, pass: (ms) => clock.advance(ms) };
});

describeRandom('seeded', new SeededRandom(1));

// After a dial that reached nobody: the network is asked again who is there.
import { afterEach, expect, test, vi } from 'vitest';
import { World } from './support/world.ts';

const world = new World();
afterEach(() => world.stop());

test('a dial that reaches nobody asks the network again, at most once in five seconds', async () => {
  const airs = vi.spyOn(world.air, 'discovery');
  const anna = await world.person('Anna', '10.0.0.1');
  const discovery = airs.mock.results[0]?.value as ReturnType<typeof world.air.discovery>;
  const ben = await world.person('Ben', '10.0.0.2');
  await world.introduce(anna, ben);
  await world.clock.advance(5_000);
  expect((await anna.contact(ben)).state).toBe('secured');

  const asked: number[] = [];
  const refresh = discovery.refresh.bind(discovery);
  vi.spyOn(discovery, 'refresh').mockImplementation(() => {
    asked.push(world.clock.now());
    refresh();
  });
  ben.crash();
  await world.clock.advance(120_000);
  expect(asked.length).toBeGreaterThan(1);
  const pauses = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(5_000);
});

import { expect, test } from 'vitest';
import { SeededRandom, VirtualClock } from '../src/testing/index.ts';

test('events run in order of time, and of the call where the time is the same', async () => {
  const clock = new VirtualClock();
  const random = new SeededRandom(7);
  const delays = Array.from({ length: 300 }, () => random.integer(40));
  const ran: { delay: number; index: number }[] = [];
  for (const [index, delay] of delays.entries()) clock.after(delay, () => ran.push({ delay, index }));
  await clock.advance(39);
  const expected = delays.map((delay, index) => ({ delay, index }));
  expect(ran).toEqual(expected.toSorted((a, b) => a.delay - b.delay || a.index - b.index));
});

test('time stands still until it is moved', async () => {
  const clock = new VirtualClock(1_000);
  let ran = 0;
  clock.after(100, () => ran++);
  await clock.advance(99);
  expect([clock.now(), clock.monotonic(), ran]).toEqual([1_099, 99, 0]);
  await clock.advance(1);
  expect([clock.now(), clock.monotonic(), ran]).toEqual([1_100, 100, 1]);
});

test('an event sees its own time, also in one long step', async () => {
  const clock = new VirtualClock(0);
  const times: number[] = [];
  const tick = () => {
    times.push(clock.monotonic());
    if (times.length < 4) clock.after(10, tick);
  };
  clock.after(10, tick);
  await clock.advance(1_000);
  expect(times).toEqual([10, 20, 30, 40]);
});

test('what is cancelled does not run, and cancelling late does no harm', async () => {
  const clock = new VirtualClock();
  const ran: string[] = [];
  const first = clock.after(1, () => ran.push('first'));
  const second = clock.after(2, () => ran.push('second'));
  second.cancel();
  await clock.advance(5);
  first.cancel();
  expect(ran).toEqual(['first']);
});

test('soon runs after the events that wait already', async () => {
  const clock = new VirtualClock();
  const ran: string[] = [];
  clock.after(0, () => {
    clock.soon(() => ran.push('soon'));
  });
  clock.after(0, () => ran.push('waiting'));
  await clock.advance(0);
  expect(ran).toEqual(['waiting', 'soon']);
});

test('promises settled by an event run on before the next event', async () => {
  const clock = new VirtualClock();
  const order: string[] = [];
  async function chain() {
    await new Promise<void>((resolve) => clock.after(1, resolve));
    for (let i = 0; i < 5; i++) await Promise.resolve();
    order.push('chain');
  }
  const done = chain();
  clock.after(2, () => order.push('event'));
  await clock.runUntil(done);
  await clock.advance(2);
  expect(order).toEqual(['chain', 'event']);
});

test('runUntil stops at the goal, gives the value of a promise, and fails where the goal is out of reach', async () => {
  const clock = new VirtualClock();
  let ran = 0;
  const tick = () => {
    ran++;
    clock.after(10, tick);
  };
  clock.after(10, tick);
  await clock.runUntil(() => ran === 3);
  expect(clock.monotonic()).toBe(30);
  const value = new Promise<string>((resolve) => {
    clock.after(15, () => resolve('value'));
  });
  await expect(clock.runUntil(value)).resolves.toBe('value');
  await expect(clock.runUntil(() => false, 1_000)).rejects.toThrow('within 1000 ms');
  await expect(new VirtualClock().runUntil(() => false)).rejects.toThrow('nothing is left');
  await expect(clock.runUntil(Promise.reject(new Error('its own')))).rejects.toThrow('its own');
});

test('the wall clock jumps alone; sleep makes timers late', async () => {
  const clock = new VirtualClock(0);
  const at: number[] = [];
  clock.after(10, () => at.push(clock.monotonic()));
  clock.jumpWall(-5_000);
  expect([clock.now(), clock.monotonic()]).toEqual([-5_000, 0]);
  clock.sleep(60_000);
  expect(at).toEqual([]);
  await clock.advance(0);
  expect(at).toEqual([60_000]);
});

test('a seed repeats its bytes, and another seed does not', () => {
  const bytes = new SeededRandom(1).bytes(37);
  expect(new SeededRandom(1).bytes(37)).toEqual(bytes);
  expect(new SeededRandom(2).bytes(37)).not.toEqual(bytes);
  expect(new Set(new SeededRandom(3).bytes(4_096)).size).toBe(256);
});

test('integers fill their range and stay in it', () => {
  const random = new SeededRandom(5);
  const drawn = new Set(Array.from({ length: 1_000 }, () => random.integer(10)));
  expect([...drawn].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

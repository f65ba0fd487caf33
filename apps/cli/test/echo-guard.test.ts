import { describe, expect, test } from 'vitest';
import { createEchoGuard } from '../src/echo-guard.ts';

describe('An echo', () => {
  test('answers a text, and the same again after it has come back', () => {
    const guard = createEchoGuard();
    expect(guard.comesBack('ann', 'hello')).toBe(false);
    guard.says('ann', 'hello');
    expect(guard.comesBack('bob', 'hello')).toBe(false);
    expect(guard.comesBack('ann', 'hello')).toBe(true);
    expect(guard.comesBack('ann', 'hello')).toBe(false);
  });

  test('and another one fall silent, however many texts are on their way between them', () => {
    const texts = ['one', 'two', 'three', 'one'];
    const guards = [createEchoGuard(), createEchoGuard()] as const;
    for (const text of texts) guards[0].says('b', text);
    const inFlight = texts.map((text) => ({ to: 1 as 0 | 1, text }));
    let answers = 0;
    for (let next = inFlight.shift(); next !== undefined && answers < 100; next = inFlight.shift()) {
      const { to, text } = next;
      const from = to === 1 ? 'a' : 'b';
      if (guards[to].comesBack(from, text)) continue;
      answers += 1;
      guards[to].says(from, text);
      inFlight.push({ to: to === 1 ? 0 : 1, text });
    }
    expect(answers).toBeLessThanOrEqual(texts.length);
  });
});

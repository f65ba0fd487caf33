import { describe, expect, test } from 'vitest';
import { readTime } from '../src/input.ts';

describe('a point in time', () => {
  test('is a day, or a day and a time, by this machine’s clock', () => {
    expect(readTime('--since', undefined)).toBeUndefined();
    expect(readTime('--since', '2026-03-20')).toBe(new Date(2026, 2, 20).getTime());
    expect(readTime('--since', '2026-03-20T10:30')).toBe(new Date(2026, 2, 20, 10, 30).getTime());
  });

  test.each(['', 'yesterday', '2026-13-01', '2026-03-20T25:00', '20.3.2026', '1900-01-01'])(
    '“%s” is none',
    (text) => {
      expect(() => readTime('--since', text)).toThrow('--since takes a day like 2026-03-20');
    },
  );
});

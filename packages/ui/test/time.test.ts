import { describe, expect, test } from 'vitest';
import { clockTime, dayKey, daysAgo, dayTitle, shortTime } from '../src/text/time.ts';

const at = (day: number, hour = 12, minute = 0): number => new Date(2026, 2, day, hour, minute).getTime();
const now = at(20, 0, 30);
const day = { today: 'Today', yesterday: 'Yesterday' };

test('days are counted by the calendar, not by hours', () => {
  expect(daysAgo(at(19, 23, 59), now)).toBe(1);
  expect(daysAgo(at(20, 0, 1), now)).toBe(0);
  expect(daysAgo(at(21, 0, 1), now)).toBe(-1);
  expect(dayKey(at(19, 23, 59))).not.toBe(dayKey(at(20, 0, 0)));
});

describe('a line between days', () => {
  test('says today, yesterday, the weekday, then the date', () => {
    const title = (time: number): string => dayTitle(time, now, 'en-GB', day);
    expect(title(at(20))).toBe('Today');
    expect(title(at(19))).toBe('Yesterday');
    expect(title(at(16))).toBe('Monday');
    expect(title(at(10))).toBe('10 March');
    expect(title(new Date(2024, 4, 1).getTime())).toBe('1 May 2024');
  });

  test('names the date of a day that has not come, since clocks differ', () => {
    expect(dayTitle(at(25), now, 'en-GB', day)).toBe('25 March');
  });
});

test('a list shows the time of today and shorter and shorter dates before', () => {
  const short = (time: number): string => shortTime(time, now, 'en-GB', 'Yesterday');
  expect(short(at(20, 0, 5))).toBe('00:05');
  expect(short(at(19))).toBe('Yesterday');
  expect(short(at(16))).toBe('Mon');
  expect(short(at(1))).toBe('1 Mar');
  expect(clockTime(at(1, 9, 7), 'en-GB')).toBe('09:07');
});

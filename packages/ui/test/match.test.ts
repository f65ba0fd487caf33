import { describe, expect, test } from 'vitest';
import { match } from '../src/commands/match.ts';

describe('what was typed means a line', () => {
  test('that it begins, before one that only holds such a word', () => {
    expect(match('set', 'Settings: Network')).toBe(0);
    expect(match('net', 'Settings: Network')).toBe(1);
  });

  test('whatever the order of its words, their case and their accents', () => {
    expect(match('NET set', 'Settings: Network')).toBe(1);
    expect(match('uber', 'Über Loom')).toBe(0);
    expect(match('über', 'Uber Loom')).toBe(0);
  });

  test('by the beginnings of words only, and by all that was typed', () => {
    expect(match('work', 'Settings: Network')).toBeUndefined();
    expect(match('set log', 'Settings: Network')).toBeUndefined();
  });

  test('any line, where nothing was typed', () => {
    expect(match('  ', 'Bo')).toBe(0);
  });
});

import { expect, test } from 'vitest';
import { usableLocale } from '../src/text/locale.ts';

test('dates are written in the system’s language, and in the window’s own where the system names none that exists', () => {
  expect(usableLocale('de-CH', 'en')).toBe('de-CH');
  for (const named of ['c', 'C', 'POSIX.1', 'en_US', '']) expect(usableLocale(named, 'en')).toBe('en');
});

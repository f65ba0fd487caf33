// The language in which dates and times are written: the person's own, where the web engine names one that exists.

/** @param named by the system; web engines pass on `C` where a machine has no language set. @param fallback a language tag */
export function usableLocale(named: string, fallback: string): string {
  try {
    return new Intl.Locale(named).language.length > 1 ? named : fallback;
  } catch {
    return fallback;
  }
}

// Points in time as people say them. The present is an argument.

const dayMs = 86_400_000;

/** Names the calendar day in local time, for comparing. */
export function dayKey(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/** How many calendar days before `now`; 0 for today, negative for later. */
export function daysAgo(at: number, now: number): number {
  return Math.round((startOfDay(now) - startOfDay(at)) / dayMs);
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(at: number, locale: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, known);
  return known.format(at);
}

export function clockTime(at: number, locale: string): string {
  return format(at, locale, { timeStyle: 'short' });
}

/** For a line of the log. */
export function secondsTime(at: number, locale: string): string {
  return format(at, locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
}

export interface DayWords {
  readonly today: string;
  readonly yesterday: string;
}

/** For a line between days: a word, a weekday within the week, a date. */
export function dayTitle(at: number, now: number, locale: string, day: DayWords): string {
  const days = daysAgo(at, now);
  if (days === 0) return day.today;
  if (days === 1) return day.yesterday;
  if (days > 1 && days < 7) return format(at, locale, { weekday: 'long' });
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(at, locale, { day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) });
}

/** For a list: the time today, then the day, then the date, always short. */
export function shortTime(at: number, now: number, locale: string, yesterday: string): string {
  const days = daysAgo(at, now);
  if (days <= 0) return clockTime(at, locale);
  if (days === 1) return yesterday;
  if (days < 7) return format(at, locale, { weekday: 'short' });
  return format(at, locale, { day: 'numeric', month: 'short' });
}

/** The day, with its year where that is not this one, and the time. */
export function shortDate(at: number, now: number, locale: string): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(at, locale, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    hour: 'numeric',
    minute: '2-digit',
  });
}

export function fullTime(at: number, locale: string): string {
  return format(at, locale, { dateStyle: 'full', timeStyle: 'short' });
}

/** The day in full, and the time. */
export function fullDate(at: number, locale: string): string {
  return format(at, locale, { dateStyle: 'long', timeStyle: 'short' });
}

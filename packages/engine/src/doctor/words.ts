// Small helpers for the sentences of findings. Knows nothing of networks.
import type { Check, CheckId } from '@loom/contract';

/** A finding without its check. Warnings and faults always say what to do. */
export type Finding =
  | { readonly status: 'ok' | 'unknown'; readonly saw: string; readonly remedy?: never }
  | { readonly status: 'warning' | 'fault'; readonly saw: string; readonly remedy: string };

export function check(id: CheckId, finding: Finding): Check {
  return { id, ...finding };
}

export const ok = (saw: string): Finding => ({ status: 'ok', saw });
export const unknown = (saw: string): Finding => ({ status: 'unknown', saw });
export const warning = (saw: string, remedy: string): Finding => ({ status: 'warning', saw, remedy });
export const fault = (saw: string, remedy: string): Finding => ({ status: 'fault', saw, remedy });

/** `1 contact`, `3 contacts` */
export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

/** `a`, `a and b`, `a, b and c` */
export function list(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** `40 s`, `3 min`, `2 h` */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

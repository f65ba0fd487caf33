// Which system this window runs on, and so, as both are on one machine, the engine too. A guess from what the browser says.
import type { System } from '@loom/contract';

export function systemOf(userAgent: string): System {
  if (/Android|iPhone|iPad/.test(userAgent)) return 'other';
  if (userAgent.includes('Linux')) return 'linux';
  if (userAgent.includes('Windows')) return 'windows';
  return userAgent.includes('Mac OS X') ? 'macos' : 'other';
}

// What a name and a message may be. Knows nothing of where they are kept.
import { LoomError } from '@loom/contract';
import { limits as wire } from '@loom/protocol';
import { limits } from './limits.ts';

// Control characters, line and paragraph separators, and everything that turns or isolates the writing direction.
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
// What is invisible by itself: a name of nothing else would be empty to the eye.
const invisible = /[\p{Cf}\p{Z}\p{Mn}\u115f\u1160\u3164\uffa0]/gu;

/** @returns the name without surrounding white space. @throws LoomError `name-empty`, `name-too-long`, `name-unprintable` */
export function checkName(name: string): string {
  const trimmed = name.trim();
  if (unprintable.test(trimmed)) throw new LoomError('name-unprintable', {});
  if (trimmed.replace(invisible, '') === '') throw new LoomError('name-empty', {});
  const length = Array.from(trimmed).length;
  if (length > limits.nameCharacters)
    throw new LoomError('name-too-long', { length, limit: limits.nameCharacters });
  return trimmed;
}

/** @throws LoomError `message-empty`, `message-too-long`, `message-not-unicode` */
export function checkMessage(content: string): string {
  if (content.trim() === '') throw new LoomError('message-empty', {});
  if (!content.isWellFormed()) throw new LoomError('message-not-unicode', {});
  const bytes = new TextEncoder().encode(content).length;
  if (bytes > wire.maxTextBytes) throw new LoomError('message-too-long', { bytes, limit: wire.maxTextBytes });
  return content;
}

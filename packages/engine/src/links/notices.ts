// What Loom says in a conversation about its session. Chooses; the words are the contract's.
import { noticeText } from '@loom/contract';
import type { WentBack } from './streams.ts';

/**
 * @param wentBack whose database was found to be an older copy.
 * @param isRepeated whether this has happened a short time ago already.
 */
export function newSessionNotice(name: string, wentBack: WentBack | undefined, isRepeated: boolean): string {
  const code = wentBack === undefined ? 'session-lost' : (`session-older-${wentBack}` as const);
  return noticeText({ code, name, repeated: isRepeated });
}

/** Where the session was found to have gone on in two ways. */
export const twoCopiesNotice = noticeText({ code: 'two-copies' });

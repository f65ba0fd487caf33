// Copies of what callers hand in or are handed, so that neither side can change what the other has.
import type { Content, NewIncoming, ProfileRow } from '../../ports/store.ts';

export function copyProfile(profile: ProfileRow): ProfileRow {
  return { ...profile, masterSeed: profile.masterSeed.slice(), fillerKey: profile.fillerKey.slice() };
}

export function copyContent(content: Content): Content {
  return content.kind === 'unknown' ? { ...content, body: content.body.slice() } : { ...content };
}

export function copyIncoming(incoming: NewIncoming): NewIncoming {
  const { content } = incoming;
  return {
    ...incoming,
    stream: incoming.stream.slice(),
    messageId: incoming.messageId.slice(),
    content: content && copyContent(content),
  };
}

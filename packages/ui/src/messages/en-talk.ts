// The words of a conversation beside its messages, in English: who is writing, what is folded, what Loom itself says in it.

export const talk = {
  writing: (name: string): string => `${name} is writing…`,
  /** Where the name stands beside it. */
  writes: 'is writing…',
  all: 'Show all',
  less: 'Show less',
  noticeIn: (name: string, text: string): string => `Loom, in the conversation with ${name}: ${text}`,
  typing: 'Show who is writing',
  typingHint:
    'While you write, your contact sees it, and you see when they write. When it is off, neither is shown.',
};

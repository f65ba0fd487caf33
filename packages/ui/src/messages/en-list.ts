// What the list of messages says of its own, in English.
export const list = {
  news: (count: number): string => (count === 1 ? '1 new message' : `${count} new messages`),
};

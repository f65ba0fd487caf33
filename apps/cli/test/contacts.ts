// Contacts and messages for tests, complete but for what a test says about them.
import type { Contact, Message } from '@loom/contract';

export function contactOf(name: string, firstByte: number, more: Partial<Contact> = {}): Contact {
  return {
    public_key: Array.from({ length: 32 }, (_, index) => (index === 0 ? firstByte : index)),
    display_name: name,
    state: 'new',
    verified: false,
    held: false,
    blocked: false,
    generation: 0,
    counters: { sealed: 0, opened: 0 },
    waiting: 0,
    unread: 0,
    added_at: 0,
    ...more,
  };
}

export function messageOf(content: string, more: Partial<Message> = {}): Message {
  return {
    id: '00'.repeat(16),
    kind: 'text',
    sender: Array.from({ length: 32 }, () => 1),
    recipient: Array.from({ length: 32 }, () => 2),
    content,
    timestamp: new Date(2026, 0, 2, 3, 4).getTime(),
    is_read: false,
    state: 'received',
    ...more,
  };
}

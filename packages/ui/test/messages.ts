// Messages to test with.
import type { Message } from '@loom/contract';

export const me = Array.from({ length: 32 }, () => 1);
export const them = Array.from({ length: 32 }, () => 2);

/** 10:00 on a day in March, local time; later ones follow in minutes. */
export const morning = new Date(2026, 2, 20, 10, 0).getTime();

function idOf(number: number): string {
  return number.toString(16).padStart(32, '0');
}

export function sentMessage(number: number, minute: number, more: Partial<Message> = {}): Message {
  return {
    id: idOf(number),
    kind: 'text',
    sender: me,
    recipient: them,
    content: `message ${number}`,
    timestamp: morning + minute * 60_000,
    is_read: true,
    state: 'delivered',
    ...more,
  };
}

export function receivedMessage(number: number, minute: number, more: Partial<Message> = {}): Message {
  return sentMessage(number, minute, {
    sender: them,
    recipient: me,
    is_read: false,
    state: 'received',
    ...more,
  });
}

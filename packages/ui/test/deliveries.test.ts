import { describe, expect, test } from 'vitest';
import type { Contact } from '@loom/contract';
import { createDeliveries } from '../src/state/deliveries.ts';
import { sentMessage } from './messages.ts';
import { contact } from './scripted.ts';

const away: Contact = { ...contact, state: 'offline' };
const here: Contact = { ...away, state: 'secured' };

describe('of what becomes of a message', () => {
  test('nothing is said while it goes its way', () => {
    const becomes = createDeliveries();
    for (const state of ['waiting', 'sent', 'delivered', 'read'] as const)
      expect(becomes(sentMessage(1, 0, { state }), here)).toBeUndefined();
  });

  test('it is said once that it waits, and then how it ends', () => {
    const becomes = createDeliveries();
    const waiting = sentMessage(1, 0, { state: 'waiting' });
    expect(becomes(waiting, away)).toBe('Waiting: Kept on this device until Ines has it.');
    expect(becomes(waiting, away)).toBeUndefined();
    expect(becomes(sentMessage(1, 0, { state: 'sent' }), here)).toBe('Sent');
    expect(becomes(sentMessage(1, 0, { state: 'delivered' }), here)).toBe('Delivered');
    expect(becomes(sentMessage(1, 0, { state: 'read' }), here)).toBeUndefined();
  });

  test('it is said that it failed, and why', () => {
    const becomes = createDeliveries();
    const failed = sentMessage(1, 0, { state: 'failed', reason: 'It is too long.' });
    expect(becomes(failed, here)).toBe('Not sent: It is too long.');
  });
});

// What tests put into a store. Knows nothing of stores.

import type { NewContact } from '@loom/engine';

export const testKey = new Uint8Array(32).fill(7);

export function contactFor(mark: number, displayName = `contact ${mark}`): NewContact {
  return {
    tokenPayload: new Uint8Array(135).fill(mark),
    identityKey: new Uint8Array(32).fill(mark),
    staticKey: new Uint8Array(32).fill(mark),
    displayName,
    addedAt: mark,
    ownStream: new Uint8Array(8).fill(mark),
  };
}

export function messageIdFor(mark: number): Uint8Array {
  const id = new Uint8Array(16);
  new DataView(id.buffer).setUint32(0, mark);
  return id;
}

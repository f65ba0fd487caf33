// The promises of the Store port as tests, run unchanged against every adapter. Knows nothing of how one keeps them.

import { afterEach, beforeEach, describe } from 'vitest';
import { contactPromises } from './store-conformance/contacts.ts';
import { conversationPromises } from './store-conformance/conversations.ts';
import { deletionPromises } from './store-conformance/deletion.ts';
import { incomingPromises } from './store-conformance/incoming.ts';
import { linkPromises } from './store-conformance/links.ts';
import { outgoingPromises } from './store-conformance/outgoing.ts';
import { searchPromises } from './store-conformance/search.ts';
import { Subject, type StoreUnderTest } from './store-conformance/subject.ts';
import { transactionPromises } from './store-conformance/transactions.ts';

export type { StoreUnderTest };

/** Defines the tests of the port for one adapter; `open` makes an empty store for each of them. */
export function storeConformance(name: string, open: () => StoreUnderTest): void {
  describe(`${name} keeps the promises of the store port:`, () => {
    const subject = new Subject(open);
    beforeEach(() => subject.begin());
    afterEach(() => subject.end());

    transactionPromises(subject);
    contactPromises(subject);
    deletionPromises(subject);
    linkPromises(subject);
    outgoingPromises(subject);
    incomingPromises(subject);
    conversationPromises(subject);
    searchPromises(subject);
  });
}

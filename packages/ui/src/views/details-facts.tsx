// What is known of a contact and of the session with them, in words.
import type { ComponentChildren } from 'preact';
import type { Contact, Peer } from '@loom/contract';
import { words } from '../messages/words.ts';
import { contactKey } from '../state/contacts.ts';
import { addressInWords } from '../text/address.ts';
import { shortDate } from '../text/time.ts';
import { useLoom } from './context.ts';
import { locale } from './locale.ts';
import { useNow } from './use-now.ts';

const text = words.details;
/** Hexadecimal digits of a session's name: enough to see whether it is the same as over there. */
const shortSession = 8;

export function DetailsFacts({ contact }: { contact: Contact }) {
  const loom = useLoom();
  const now = useNow();
  const { session_id: session, generation, counters } = contact;
  const key = contactKey(contact.public_key);
  const peer = loom.answering.value
    ? loom.peers.list.value.find(({ peer_identity: identity }) => contactKey(identity) === key)
    : undefined;
  return (
    <dl class="facts details-facts">
      <Fact label={text.session}>
        {session === undefined ? text.noSession : <code>{session.slice(0, shortSession)}</code>}
      </Fact>
      {session !== undefined && (
        <>
          <Fact label={text.renewed}>{text.renewals(generation)}</Fact>
          <Fact label={generation === 0 ? text.countersFirst : text.counters}>
            {text.sealedOpened(counters.sealed, counters.opened)}
          </Fact>
        </>
      )}
      <Fact label={text.added}>{shortDate(contact.added_at, now, locale())}</Fact>
      <Fact label={text.addresses}>
        <Addresses peer={peer} />
      </Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd class="figures">{children}</dd>
    </div>
  );
}

function Addresses({ peer }: { peer: Peer | undefined }) {
  if (!peer || peer.addresses.length === 0) return <>{text.noAddress}</>;
  return (
    <ul role="list">
      {peer.addresses.map((address) => (
        <li key={addressInWords(address)}>
          <code>{addressInWords(address)}</code>
          <span>{text.sources[address.source]}</span>
        </li>
      ))}
    </ul>
  );
}

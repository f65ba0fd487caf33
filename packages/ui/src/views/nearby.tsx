// Which contacts are in reach now, and where; with nobody, what to do about it.
import type { Peer } from '@loom/contract';
import { checkNetwork } from '../commands/window.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Swatch } from '../components/swatch.tsx';
import { words } from '../messages/words.ts';
import { contactKey } from '../state/contacts.ts';
import { addressInWords } from '../text/address.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import { useLoom } from './context.ts';

export function Nearby({ onMeet }: { onMeet: () => void }) {
  const loom = useLoom();
  const answering = loom.answering.value;
  const peers = answering ? loom.peers.list.value : [];
  const looking = loom.looking.value;
  const none = answering ? words.nearby.none : words.nearby.unknown;
  const noneHelp = looking ? words.nearby.noneHelp : words.nearby.noneHelpAlone;
  return (
    <section class="nearby" aria-label={words.nearby.title}>
      <div class="nearby-head">
        <Icon name="nearby" size={20} />
        <div>
          <h2>{words.nearby.title}</h2>
          <p>{peers.length > 0 ? words.nearby.count(peers.length) : none}</p>
        </div>
        {looking && (
          <Button aria-label={words.pairing.title} onClick={onMeet}>
            {words.nearby.meet}
          </Button>
        )}
      </div>
      {peers.length > 0 ? (
        <ul role="list" aria-label={words.nearby.title} tabIndex={0}>
          {peers.map((peer) => (
            <NearbyPeer key={contactKey(peer.peer_identity)} peer={peer} />
          ))}
        </ul>
      ) : (
        <>
          <p class="nearby-help">{answering ? noneHelp : words.nearby.unknownHelp}</p>
          {answering && <SeeNetwork />}
        </>
      )}
    </section>
  );
}

/** The way to why nobody is found. */
export function SeeNetwork() {
  const loom = useLoom();
  return (
    <p class="see-network">
      {words.network.nobodyFound}{' '}
      <button type="button" class="link" onClick={() => checkNetwork.run(loom)}>
        {words.network.seeNetwork}
      </button>
    </p>
  );
}

function NearbyPeer({ peer }: { peer: Peer }) {
  const [address] = peer.addresses;
  const name = neutraliseLine(peer.display_name);
  return (
    <li>
      <Swatch identityKey={peer.peer_identity} name={name} size={24} />
      <span class="nearby-name">{name}</span>
      <span class="visually-hidden">{peer.connected ? words.nearby.connected : words.nearby.heard}</span>
      {address && <code>{addressInWords(address)}</code>}
    </li>
  );
}

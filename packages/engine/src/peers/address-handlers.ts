// The commands about where contacts are, as people say it by hand. Knows nothing of what is heard.
import { keyNumbers, type EngineHandlers } from '@loom/contract';
import { checkAddress } from '../address.ts';
import type { Emitter } from '../emitter.ts';
import type { Network } from '../network.ts';
import type { Host, Store } from '../ports/index.ts';
import type { Peer } from './peer.ts';

export interface AddressDeps {
  readonly store: Store;
  readonly host?: Host | undefined;
  readonly emitter: Emitter;
  /** @throws LoomError `unknown-contact` */
  peer(key: Uint8Array): Peer;
  peers(): Iterable<Peer>;
  /** Undefined while the network does not run. */
  network(): Network | undefined;
}

type AddressHandlers = Pick<
  EngineHandlers,
  'inject_peer_address' | 'get_manual_addresses' | 'remove_peer_address'
>;

export function addressHandlers(deps: AddressDeps): AddressHandlers {
  const { store, emitter } = deps;
  return {
    async inject_peer_address({ peer_pub_key, ip, port }) {
      const peer = deps.peer(peer_pub_key);
      const address = await checkAddress(ip, port, deps.host);
      const known = store
        .listAddresses(peer.id)
        .find(({ host, port: at }) => host === address.host && at === address.port);
      store.rememberAddress(peer.id, { ...address, source: 'manual', lastGood: known?.lastGood ?? 0 });
      emitter.emit('peers_changed', {});
      deps.network()?.connectorOf(peer).dial('asked');
      return null;
    },
    get_manual_addresses: () =>
      [...deps.peers()].flatMap((peer) =>
        store
          .listAddresses(peer.id)
          .filter(({ source }) => source === 'manual')
          .map(({ host, port, lastGood }) => ({
            peer_identity: keyNumbers(peer.token.identityKey),
            ip: host,
            port,
            ...(lastGood > 0 && { worked_at: lastGood }),
          })),
      ),
    remove_peer_address({ peer_pub_key, ip, port }) {
      store.forgetAddress(deps.peer(peer_pub_key).id, { host: ip, port });
      emitter.emit('peers_changed', {});
      return null;
    },
  };
}

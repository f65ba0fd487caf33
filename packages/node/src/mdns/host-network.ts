// What discovery needs of the machine: its interfaces, and sockets that speak to the mDNS group on one of them. Knows
// nothing of who implements it; `system-network.ts` does, and so do tests.

import type { Family, HostInterface } from './interfaces.ts';

export interface MulticastSocket {
  /** Sends to the group. Failures are transient: they are logged, never thrown. */
  send(packet: Uint8Array): void;
  /** False where the kernel had dropped the membership; the socket is of no more use then. */
  isMember(): boolean;
  close(): void;
}

export interface SocketEvents {
  /** `source` is the sender's address, a link-local one with its scope. */
  onPacket(bytes: Uint8Array, source: string): void;
  /** The system did not send something; it may be transient. */
  onSendFailed?(): void;
  /** The socket has failed and is of no more use. */
  onFailed(): void;
}

export interface HostNetwork {
  interfaces(): HostInterface[];
  /** @throws {Error} the system's, where the socket cannot be opened or join the group now. */
  open(card: HostInterface, family: Family, events: SocketEvents): Promise<MulticastSocket>;
}

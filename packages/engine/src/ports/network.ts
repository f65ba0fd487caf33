// What the engine needs of the network: byte streams to an address, and sightings on the local network. Knows nothing of
// sockets, DNS or interfaces.

/** `host` is an IPv4 or IPv6 address, link-local ones with their scope (`fe80::1%eth0`), or a name that a person gave. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface ConnectionHandlers {
  /** Dialled connections only: the other end has accepted. */
  onOpen?(): void;
  /** The bytes are the callee's to keep. */
  onData(bytes: Uint8Array): void;
  /** What was written has left the process after `write` had returned false. */
  onDrain?(): void;
  /** Exactly once, whoever closed; nothing is called after it. */
  onClose(reason: string): void;
}

export interface Connection {
  readonly remote: Address;
  /** Our own address that it runs over, without a scope, once it is open; undefined where that is not known. */
  readonly local?: string | undefined;
  /** Nothing is delivered before this is called. Call it once. */
  start(handlers: ConnectionHandlers): void;
  /** @returns false when the caller should wait for `onDrain`; the bytes were taken all the same. */
  write(bytes: Uint8Array): boolean;
  /** Sends what was written, then ends; destroyed after 2 s where the peer does not follow. */
  end(): void;
  /** At once, unsent bytes are lost. */
  destroy(): void;
}

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

export type ListenFault = { readonly code: 'port-taken'; readonly port: number };

export interface Transport {
  /**
   * Listens on the first of `ports` that is free, on every interface.
   * @returns a fault where all are taken.
   */
  listen(
    ports: readonly number[],
    onConnection: (connection: Connection) => void,
  ): Promise<{ ok: true; listener: Listener } | { ok: false; fault: ListenFault }>;
  /** Begins to connect; the outcome is `onOpen` or `onClose`. Gives up after `timeoutMs`. */
  dial(address: Address, timeoutMs: number): Connection;
}

export interface Announcement {
  /** The instance and host names are drawn anew whenever this differs from the announcement before. */
  readonly epoch: number;
  readonly port: number;
  /** TXT strings, each at most 255 bytes. */
  readonly txt: readonly Uint8Array[];
}

export interface Sighting {
  /** Random, lasts for an epoch; only good for telling sightings apart. */
  readonly instance: string;
  readonly port: number;
  /** Newest first, link-local ones with their scope. */
  readonly hosts: readonly string[];
  readonly txt: readonly Uint8Array[];
}

export interface DiscoveryListener {
  /** New, or changed in any part. Own announcements never come back. */
  onSeen(sighting: Sighting): void;
  /** Said goodbye, or was not heard of for its time to live. A hint, never a proof. */
  onGone(instance: string): void;
  /** Interfaces came, went or changed address. */
  onInterfacesChanged(): void;
}

export interface Discovery {
  /** Starts to listen and to ask. Rejects only where no socket can be opened at all. */
  start(listener: DiscoveryListener): Promise<void>;
  /**
   * Replaces what is announced, with a goodbye for names that are given up.
   * @returns the instance name that it goes by: `l` and 16 hexadecimal digits
   */
  announce(announcement: Announcement): string;
  /** Asks again at once: after a failed dial, after a wake. */
  refresh(): void;
  interfaces(): { name: string; address: string }[];
  /** Says goodbye and ends; 500 ms at most. */
  stop(): Promise<void>;
}

// What the engine asks of the machine it runs on: where it is on the network, and for the doctor what that network looks like
// from here. Knows nothing of peers.

/** An address of one of this machine's interfaces. */
export interface OwnAddress {
  /** The interface's name. */
  readonly name: string;
  /** IPv4 or IPv6, without a scope. */
  readonly address: string;
  readonly prefixLength: number;
}

/** What a multicast question that was sent on an interface came to: heard back from ourselves, not heard, or not even sent. */
export type MulticastEcho = 'heard' | 'silent' | 'not-sent';

export interface InterfaceFacts {
  readonly name: string;
  /** `virtual`: of containers and virtual machines; `tunnel`: point to point, as VPNs are. */
  readonly kind: 'lan' | 'loopback' | 'virtual' | 'tunnel';
  /** Whether discovery would use it. */
  readonly isUsed: boolean;
  readonly isDefaultRoute: boolean;
  readonly addresses: readonly { readonly address: string; readonly prefixLength: number }[];
  /** For those used, of each address family that it has. */
  readonly multicast: readonly { readonly family: 4 | 6; readonly echo: MulticastEcho }[];
  /** Which interface the system would use to reach a neighbour of this one, where that is another one. */
  readonly detour: string | undefined;
}

export interface HostSurvey {
  readonly interfaces: readonly InterfaceFacts[];
  /** `exclusive`: another program holds the mDNS port and shares it with nobody; `refused`: the system does not allow it. */
  readonly mdnsPort: 'usable' | 'exclusive' | 'refused';
  /** Another responder of this machine that answers on the mDNS port, by its name where that is known. */
  readonly otherResponder: string | undefined;
}

export interface Host {
  /** Those by which other machines may reach this one: no loopback. */
  addresses(): OwnAddress[];
  /** Whether any interface, loopback included, has this address now. */
  holds(address: string): boolean;
  /** The IP addresses of a name, best first; none where it has none or nobody can say. Gives up after 3 s. */
  resolve(name: string): Promise<string[]>;
  /** Looks at the network for at most some seconds, without disturbing discovery that runs. */
  survey(): Promise<HostSurvey>;
}

// A machine with the cards that a test gives it. Knows nothing of a network: what a card leads to is the memory network's business.
import type { Host, HostSurvey, OwnAddress } from '../ports/host.ts';

export class MemoryHost implements Host {
  /** What `addresses` tells; a test may change it at any time. */
  own: OwnAddress[];
  readonly names = new Map<string, string[]>();

  constructor(...own: OwnAddress[]) {
    this.own = own;
  }

  addresses(): OwnAddress[] {
    return [...this.own];
  }

  holds(address: string): boolean {
    return address.startsWith('127.') || this.own.some((each) => each.address === address.split('%')[0]);
  }

  resolve(name: string): Promise<string[]> {
    return Promise.resolve(this.names.get(name) ?? []);
  }

  /** Every card as a plain LAN card on which all is well. */
  survey(): Promise<HostSurvey> {
    const names = [...new Set(this.own.map(({ name }) => name))];
    const interfaces = names.map((name): HostSurvey['interfaces'][number] => ({
      name,
      kind: 'lan',
      isUsed: true,
      isDefaultRoute: false,
      addresses: this.own.filter((each) => each.name === name),
      multicast: [],
      detour: undefined,
    }));
    return Promise.resolve({ interfaces, mdnsPort: 'usable', otherResponder: undefined });
  }
}

// Who may cost us something before a good knock: places for half-open connections, and how often an address may fail
// (PROTOCOL.md section 2.3). Knows nothing of the handshake.
import { limits } from '../limits.ts';
import type { Clock } from '../ports/index.ts';

export interface HalfOpen {
  destroy(reason: string): void;
}

export class Admission {
  readonly #clock: Clock;
  /** In order of arrival, with the bucket of the address. */
  readonly #halfOpen = new Map<HalfOpen, string>();
  readonly #failures = new Map<string, number[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes a new connection in; where there is no room the oldest one without a good knock goes. */
  enter(connection: HalfOpen, host: string): void {
    const bucket = bucketOf(host);
    const sameAddress = [...this.#halfOpen].filter(([, other]) => other === bucket);
    if (sameAddress.length >= limits.halfOpenPerAddress) sameAddress[0]?.[0].destroy('too-many-half-open');
    if (this.#halfOpen.size >= limits.halfOpenTotal)
      this.#halfOpen.keys().next().value?.destroy('too-many-half-open');
    this.#halfOpen.set(connection, bucket);
  }

  /** The connection has knocked well, or is gone. */
  leave(connection: HalfOpen): void {
    this.#halfOpen.delete(connection);
  }

  /** Whether a handshake of this address is worth a Diffie-Hellman now. */
  mayTry(host: string): boolean {
    return this.#recentFailures(bucketOf(host)).length < limits.failedKnocks;
  }

  countFailure(host: string): void {
    const bucket = bucketOf(host);
    // The newest are as many as are ever counted, so that a flood costs no more than a few failures.
    const failures = [...this.#recentFailures(bucket), this.#clock.monotonic()].slice(-limits.failedKnocks);
    this.#failures.set(bucket, failures);
    if (this.#failures.size > limits.failedKnocksAddresses) {
      for (const known of this.#failures.keys()) {
        if (this.#recentFailures(known).length === 0) this.#failures.delete(known);
      }
      const oldest = this.#failures.keys().next().value;
      if (this.#failures.size > limits.failedKnocksAddresses && oldest !== undefined)
        this.#failures.delete(oldest);
    }
  }

  /** A contact was added: whoever failed before may be that contact. */
  forgive(): void {
    this.#failures.clear();
  }

  #recentFailures(bucket: string): number[] {
    const since = this.#clock.monotonic() - limits.failedKnocksWindowMs;
    return (this.#failures.get(bucket) ?? []).filter((at) => at > since);
  }
}

/** An IPv4 or link-local address as it is, for neighbours share that network; of any other IPv6 address the first 64 bits. */
export function bucketOf(host: string): string {
  const plain = host.replace(/%.*$/, '');
  if (!plain.includes(':') || /^fe[89ab]/i.test(plain)) return plain.toLowerCase();
  const [head = '', tail = ''] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const zeros = plain.includes('::')
    ? Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
    : [];
  const network = [...left, ...zeros, ...right].slice(0, 4);
  return network.map((group) => Number.parseInt(group, 16).toString(16)).join(':');
}

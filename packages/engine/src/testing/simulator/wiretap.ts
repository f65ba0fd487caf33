// Reads all that leaves a process, as an eavesdropper does and as one who holds every key: nothing readable may be among it, and no
// key may seal two different messages. Records what strangers can repeat. Knows nothing of what is right inside a link.
import { LinkSealer, type Frame } from '@loom/protocol';
import type { Sighting } from '../../ports/index.ts';
import type { Written } from '../memory-network.ts';
import type { Digest } from './digest.ts';
import type { Report } from './violation.ts';

export interface Recording {
  /** The address that it was sent to. */
  readonly to: string;
  /** From M1 on, what the end that dialled has written. */
  readonly bytes: Uint8Array;
}

/** In each message and each name. */
export const canary = 'c4n4ry';

const RECORDED_BYTES = 4096;
const RECORDINGS = 64;

export class Wiretap {
  readonly #report: Report;
  readonly #digest: Digest;
  readonly #secrets: Buffer[] = [Buffer.from(canary)];
  readonly #recordings = new Map<number, { to: string; parts: Uint8Array[]; length: number }>();
  readonly #wentBack: () => boolean;
  /** What was sealed, by ratchet key and number, and by these with the nonce. */
  readonly #sealed = new Map<string, string>();
  bytes = 0;

  /** @param wentBack whether some database has been put back to an earlier state. */
  constructor(report: Report, digest: Digest, wentBack: () => boolean) {
    this.#report = report;
    this.#digest = digest;
    this.#wentBack = wentBack;
  }

  /** These bytes must never be seen outside of a link. */
  guard(secret: Uint8Array): void {
    this.#secrets.push(Buffer.from(secret));
  }

  /** Sees what every engine of this process seals, until the function that is returned is called. */
  watchSeals(): () => void {
    const seal: LinkSealer['seal'] = Reflect.get(LinkSealer.prototype, 'seal');
    const watch = (frames: readonly Frame[]): void => this.#onSeal(frames);
    LinkSealer.prototype.seal = function watched(this: LinkSealer, frames) {
      watch(frames);
      return seal.call(this, frames);
    };
    return () => {
      LinkSealer.prototype.seal = seal;
    };
  }

  onWrite({ connection, to, byDialler, bytes }: Written): void {
    this.bytes += bytes.length;
    this.#digest.add(bytes);
    this.#search(bytes, 'on the network');
    if (byDialler) this.#record(connection, to, bytes);
  }

  onSighting({ instance, txt }: Sighting): void {
    this.#search(Buffer.from(instance), 'on the air');
    for (const string of txt) {
      this.#digest.add(string);
      this.#search(string, 'on the air');
    }
  }

  /** Complete first messages and what followed them, oldest first. */
  get recordings(): Recording[] {
    return [...this.#recordings.values()].map(({ to, parts }) => ({ to, bytes: Buffer.concat(parts) }));
  }

  #record(connection: number, to: string, bytes: Uint8Array): void {
    const known = this.#recordings.get(connection);
    const recording = known ?? { to, parts: [], length: 0 };
    if (known === undefined) this.#recordings.set(connection, recording);
    if (recording.length >= RECORDED_BYTES) return;
    recording.parts.push(bytes.slice());
    recording.length += bytes.length;
    const oldest = this.#recordings.keys().next().value;
    if (this.#recordings.size > RECORDINGS && oldest !== undefined) this.#recordings.delete(oldest);
  }

  #search(bytes: Uint8Array, where: string): void {
    const seen = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    for (const [index, secret] of this.#secrets.entries())
      if (seen.includes(secret)) this.#report('plaintext', `secret ${index} is readable ${where}`);
  }

  /**
   * A ratchet message is `01 | dh 32 | pn 4 | n 4 | nonce 12 | ciphertext` (PROTOCOL.md section 4). One key seals one message. Only
   * where a database went back, and the peer had not seen how far it had come, nobody can know; then the nonce alone has to differ.
   */
  #onSeal(frames: readonly Frame[]): void {
    for (const frame of frames) {
      if (frame.type !== 'ratchet') continue;
      const message = Buffer.from(frame.message);
      const key = message.toString('latin1', 1, 33) + message.toString('latin1', 37, 41);
      const nonce = message.toString('latin1', 41, 53);
      const rest = message.toString('latin1', 53);
      if (this.#isAnother(key + nonce, rest))
        this.#report('key-reuse', 'two different messages under one key and nonce');
      else if (this.#isAnother(key, nonce + rest) && !this.#wentBack())
        this.#report('key-reuse', 'two different messages under one ratchet key and number');
    }
  }

  #isAnother(name: string, sealed: string): boolean {
    const before = this.#sealed.get(name);
    if (before === undefined) this.#sealed.set(name, sealed);
    return before !== undefined && before !== sealed;
  }
}

// Secret bytes that keep themselves out of logs: however one is printed, its kind is shown and its bytes are
// not. Knows nothing of what a kind is for.

/**
 * Node's hook for `util.inspect` and `console.log`; a registered symbol, so nothing needs to be imported for
 * it.
 */
const inspect = Symbol.for('nodejs.util.inspect.custom');

/**
 * A copy of some bytes that prints as `Kind(redacted)`. The kind is part of the type: a chain key can't be
 * passed where a root key belongs. Slices of a secret are ordinary bytes.
 */
export class Secret<Kind extends string> extends Uint8Array<ArrayBuffer> {
  readonly #kind: Kind;

  constructor(kind: Kind, bytes: Uint8Array) {
    super(new ArrayBuffer(bytes.length));
    this.set(bytes);
    this.#kind = kind;
  }

  static get [Symbol.species](): Uint8ArrayConstructor {
    return Uint8Array;
  }

  get kind(): Kind {
    return this.#kind;
  }

  override toString(): string {
    return `${this.#kind}(redacted)`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect](): string {
    return this.toString();
  }
}

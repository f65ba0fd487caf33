// A running digest that tells two runs apart, or two equal ones. Fast, and of no cryptographic worth.

export class Digest {
  #a = 0x811c9dc5;
  #b = 0x9e3779b9;

  add(input: Uint8Array | string): this {
    let a = this.#a ^ input.length;
    let b = this.#b;
    for (let at = 0; at < input.length; at += 1) {
      const unit = typeof input === 'string' ? input.charCodeAt(at) : (input[at] ?? 0);
      a = Math.imul(a ^ unit, 0x01000193);
      b = Math.imul(b + unit, 0x85ebca6b) ^ (b >>> 13);
    }
    this.#a = a;
    this.#b = b ^ (a >>> 15);
    return this;
  }

  /** 16 hexadecimal digits. */
  get hex(): string {
    return [this.#a, this.#b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }

  /** The two halves as one seed for a generator. */
  get seed(): number {
    return (this.#a ^ Math.imul(this.#b, 0xc2b2ae35)) >>> 0;
  }
}

// Mutants that no test can notice, because they change nothing that the code promises; each with the reason. A mutant is
// named by its file, a part of the line that it stands in, and the beginning of the change.

interface Equivalent {
  readonly file: string;
  readonly line: string;
  /** As the report writes it. */
  readonly change: string;
  readonly because: string;
}

const words =
  'The words of a RangeError, for whoever made the bug; what is promised, and tested, is its type.';
const forTheCompiler =
  'The fallback of an index that is always within bounds: the compiler wants it, nothing reaches it.';
const noSalt =
  'HMAC fills its key up with zeros (RFC 2104), so a salt of one zero byte is no salt (RFC 5869 section 2.2).';
const fortyEightBits =
  'Two payloads of one text would need the same 48 bits of BLAKE2b: chance makes none, and a test can forge none.';
const onlySlower = 'The same payloads are visited, some of them twice; what fits is kept once.';
const counterBegins =
  'No counter is used before the first mixKey, which sets it to 0: without a key nothing is encrypted.';

export const equivalents: readonly Equivalent[] = [
  { file: 'ratchet/seal.ts', line: 'their key had no low order', change: "'their key", because: words },
  { file: 'handshake/initiator.ts', line: 'a checked token', change: "'a checked token", because: words },
  { file: 'identity/pair-keys.ts', line: 'a checked token', change: "'a checked token", because: words },
  {
    file: 'handshake/initiator.ts',
    line: 'if (ee === undefined || se === undefined)',
    change: '||  ->  &&',
    because:
      'A point of low order makes both results zero: X25519 multiplies by a multiple of 8, whatever the key.',
  },
  {
    file: 'ratchet/skipped-keys.ts',
    line: 'if (passed.length === 0) return skipped;',
    change: 'if (passed.length',
    because: 'Saves a copy: without it a list with the same keys is made, which nobody compares by identity.',
  },
  {
    file: 'handshake/responder.ts',
    line: 'if (encapsulationKey === undefined)',
    change: 'if (encapsulationKey',
    because:
      'The knock behind it is authenticated with the hash over this ciphertext: it fails too, with the same fault.',
  },
  {
    file: 'handshake/responder.ts',
    line: 'isDowngraded',
    change: 'if (isDowngraded',
    because:
      'Version 1 is the highest that is spoken, so no HELLO can be a downgrade yet; isDowngraded itself is tested.',
  },
  {
    file: 'handshake/responder.ts',
    line: 'version-downgrade',
    change: "'version-downgrade'",
    because:
      'Version 1 is the highest that is spoken, so no HELLO can be a downgrade yet; isDowngraded itself is tested.',
  },
  { file: 'handshake/symmetric-state.ts', line: '#counter = 0', change: '0  ->  1', because: counterBegins },
  {
    file: 'identity/base32.ts',
    line: 'const both =',
    change: '0  ->  1',
    because:
      'Stands for the byte behind the last: its low 4 bits are in no character, and what is written there is dropped.',
  },
  { file: 'identity/identity.ts', line: 'hkdf(new Uint8Array(0)', change: '0  ->  1', because: noSalt },
  { file: 'identity/pair-keys.ts', line: 'hkdf(new Uint8Array(0)', change: '0  ->  1', because: noSalt },
  {
    file: 'identity/safety-number.ts',
    line: 'ours.digits < theirs.digits',
    change: '<  ->  <=',
    because: 'Differs where both halves have the same digits: then the number is the same in either order.',
  },
  {
    file: 'identity/token.ts',
    line: 'payload === undefined || others.length > 0',
    change: '0  ->  1',
    because: fortyEightBits,
  },
  { file: 'identity/token.ts', line: 'payload[0] ?? 0', change: '0  ->  1', because: forTheCompiler },
  {
    file: 'identity/token.ts',
    line: 'characters.slice(0, 2)',
    change: '2  ->  3',
    because: 'The third character begins at bit 10; only the first byte is looked at.',
  },
  { file: 'identity/token.ts', line: "letters.join('')", change: '0  ->  1', because: forTheCompiler },
  {
    file: 'identity/token.ts',
    line: 'fitting.length > limits.maxCorrectionsVerified',
    change: 'if (fitting.length',
    because:
      'A bound on work for a text made on purpose: nine corrections with a good checksum are beyond what a test can make.',
  },
  {
    file: 'identity/token.ts',
    line: 'fitting.length > limits.maxCorrectionsVerified',
    change: '>  ->  >=',
    because:
      'A bound on work for a text made on purpose: eight corrections with a good checksum are beyond what a test can make.',
  },
  {
    file: 'identity/token.ts',
    line: 'correction === undefined || others.length > 0',
    change: '0  ->  1',
    because: fortyEightBits,
  },
  {
    file: 'identity/token.ts',
    line: 'const PROBE',
    change: '1  ->  ',
    because: 'Any secret key does: X25519 makes each a multiple of 8 that is not 0 (RFC 7748 section 5).',
  },
  {
    file: 'identity/typo.ts',
    line: 'const elsewhere =',
    change: '<  ->  <=',
    because: onlySlower,
  },
  { file: 'identity/typo.ts', line: 'const elsewhere =', change: '+  ->  -', because: onlySlower },
  {
    file: 'identity/typo.ts',
    line: "(this.#letters[at] ?? '').length > 1",
    change: '>  ->  >=',
    because: onlySlower,
  },
  {
    file: 'identity/typo.ts',
    line: "(this.#letters[at] ?? '').length > 1",
    change: '1  ->  0',
    because: onlySlower,
  },
  {
    file: 'identity/typo.ts',
    line: "(this.#letters[at] ?? '').length > 1",
    change: "''  ->",
    because: forTheCompiler,
  },
  { file: 'identity/typo.ts', line: "of this.#letters[at] ?? ''", change: "''  ->", because: forTheCompiler },
];

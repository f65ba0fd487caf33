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
];

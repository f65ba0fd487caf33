// Every limit of protocol 1 with its reason and its section of PROTOCOL.md.

const HOUR_MS = 3_600_000;

export const limits = {
  /**
   * Ways to read the 1s of a token as I or L: 16 of them, tried in about 0.1 s; a token holds 14 of these letters on
   * average (section 1).
   */
  maxTokenReadings: 2 ** 16,
  /** The same for each of the 6,911 mistakes that a correction tries: four 1s, about 0.2 s (section 1). */
  maxReadingsCorrected: 2 ** 4,
  /** Corrections with a good checksum whose signatures are tested: chance makes none, so more are made up (section 1). */
  maxCorrectionsVerified: 8,
  /**
   * Bytes in the body of a frame: what an authenticated peer can make us hold before a frame is whole
   * (section 2.2).
   */
  maxFrameBody: 128 * 1024,
  /** Addresses in one ADDRESSES frame: more would make us a scanner of somebody's network (section 2.2). */
  maxAddresses: 8,
  /** Records under one link key: a key stolen after its renewal opens none of them (section 2.2). */
  recordsPerKey: 2 ** 16,
  /** Message keys skipped by one message: the work that one message can make us do (section 4). */
  maxSkippedByOneMessage: 512,
  /** Skipped message keys kept a session; the oldest go first (section 4). */
  maxSkippedKept: 1024,
  /**
   * How long a skipped message key is kept: a key at rest is a message that can still be read (section 4).
   */
  skippedKeptMs: 72 * HOUR_MS,
  /**
   * Messages sealed on one link without a sign that they arrived; with those of the link before, still within
   * the skip limit (section 4).
   */
  maxUnconfirmed: 256,
  /**
   * A root older than this is renewed on the next link, so that fresh ML-KEM heals a compromise (section 3).
   */
  rootMaxAgeMs: 24 * HOUR_MS,
  /**
   * A root that has carried as many messages, both directions together, is renewed on the next link (section
   * 3).
   */
  rootMaxMessages: 20_000,
  /** Ranges in one ACK: a receiver with more gaps has lost so much that it is all sent again (section 5). */
  maxAckRanges: 32,
  /** UTF-8 bytes of a text: fits a frame, with room for its envelope (section 5). */
  maxTextBytes: 64 * 1024,
  /** Levels of maps and arrays in a CBOR body: no parser's stack depends on a peer (section 5). */
  maxBodyDepth: 4,
  /** Tags in one announcement: four TXT strings of 255 bytes (section 6). */
  maxBeaconTags: 252,
  /** Characters of the name that crosses on a pairing link: what a list of people nearby can show (section 10.3). */
  maxPairingName: 64,
  /** Characters of a passphrase, in Unicode: with fewer, also Argon2id is soon tried through (section 11). */
  minPassphrase: 8,
  /**
   * What one try of a passphrase costs: libsodium's "moderate", 0.7 s and memory that no graphics card has for many tries at
   * once (section 11).
   */
  passphraseCost: { passes: 3, kibibytes: 256 * 1024 },
  /**
   * The most that a stored file can make a try cost: what the machines of some years from now may ask for, and no more than
   * ours can give. Checked before any memory is taken (section 11).
   */
  maxPassphraseCost: { passes: 16, kibibytes: 1024 * 1024 },
} as const;
